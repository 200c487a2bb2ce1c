/** Which results of a model may be written over an input while the model runs. */
import type { NodeProto } from "onnx-buf";
import type { OnnxModel } from "./messages.ts";

/** Operators that share memory with their first operand, or copy it as it is. */
const RENAMING = ["Reshape", "Identity"];
/** Operators that read an element of an operand of the result's size just before they write that element. */
const ARITHMETIC = ["Add", "Sub", "Mul", "Div"];

/**
 * Tells whether the result called `output` may be given the memory of the input called `input`, of the same
 * type and shape, whatever ONNX Runtime makes of the model: whether nothing reads the input after the
 * result has been written to.
 *
 * The engine runs a node after its ancestors. A node that reads the input is therefore safe where it is an
 * ancestor of the node that makes the result. But the engine also rewrites the model first:
 *
 * - It may compute a node of one operand inside those that use it, as a transposition inside a product, or
 *   share memory between the two, as for a Reshape. What such a node gives counts as the input itself.
 * - It may join a node to its only user, and leave out a node of one operand that changes nothing. So what
 *   the result alone uses may all be done by the one node that writes the result. There only arithmetic
 *   element by element may read the input: an element is read before it is written.
 *
 * @returns a function of the two names; it is false where safety is not certain.
 */
export function mayOverwrite(model: OnnxModel): (output: string, input: string) => boolean {
  const { nodes } = model;
  const results = new Set(model.outputs.map(({ name }) => name));
  const constants = new Set((model.constants ?? []).map(({ name }) => name));
  const makers = new Map<string, NodeProto>();
  const users = new Map<string, NodeProto[]>();
  const operands = new Map<NodeProto, readonly string[]>();
  for (const node of nodes) {
    const varying = [...new Set(node.input)].filter((name) => name !== "" && !constants.has(name));
    operands.set(node, varying);
    makers.set(resultOf(node), node);
    if (varying.length === 0) constants.add(resultOf(node));
    for (const name of varying) users.set(name, [...(users.get(name) ?? []), node]);
  }
  const operandsOf = (node: NodeProto) => operands.get(node) ?? [];
  const usersOf = (name: string) => users.get(name) ?? [];

  return (output, input) => {
    const writer = makers.get(output);
    if (writer === undefined) return false;
    const before = ancestors(writer);
    const joined = joinedTo(writer);
    return [...readers(input)].every((reader) =>
      joined.has(reader)
        ? RENAMING.includes(reader.opType) || ARITHMETIC.includes(reader.opType)
        : before.has(reader),
    );
  };

  /** The nodes that read a value, or what a node of one operand makes of it. */
  function readers(value: string): Set<NodeProto> {
    const found = new Set<NodeProto>();
    const names = [value];
    for (const name of names) {
      for (const user of usersOf(name)) {
        if (found.has(user)) continue;
        found.add(user);
        if (operandsOf(user).length === 1) names.push(resultOf(user));
      }
    }
    return found;
  }

  /** The nodes that a node needs. */
  function ancestors(node: NodeProto): Set<NodeProto> {
    const found = new Set<NodeProto>();
    const open = [node];
    for (const next of open) {
      for (const name of operandsOf(next)) {
        const maker = makers.get(name);
        if (maker === undefined || found.has(maker)) continue;
        found.add(maker);
        open.push(maker);
      }
    }
    return found;
  }

  /** The node, those that it may only rename the result of, and all that nothing else uses. */
  function joinedTo(writer: NodeProto): Set<NodeProto> {
    const found = new Set([writer]);
    for (let node = writer; operandsOf(node).length === 1; ) {
      const maker = makers.get(operandsOf(node)[0] as string);
      if (maker === undefined) break;
      found.add(maker);
      node = maker;
    }
    for (const node of [...nodes].reverse()) {
      const name = resultOf(node);
      if (results.has(name) || usersOf(name).length === 0) continue;
      if (usersOf(name).every((user) => found.has(user))) found.add(node);
    }
    return found;
  }
}

function resultOf(node: NodeProto): string {
  return node.output[0] as string;
}
