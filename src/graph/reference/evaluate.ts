/**
 * The float64 reference: the definition of every op, in plain loops. Engines and gradients are judged
 * by it; it also folds constants.
 */
import { EvenkeelError } from "../../errors.ts";
import type { AttributesOf, OpName } from "../signatures.ts";
import type { Aval, Graph, Value } from "../types.ts";
import { formatAval, sizeOf, topologicalOrder } from "../value.ts";
import { compare } from "./compare.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { reductions } from "./reduction.ts";
import type { ReferenceTable, Tensor64 } from "./tensor.ts";

export type { Tensor64 } from "./tensor.ts";

const definitions: ReferenceTable = {
  ...elementwise,
  ...compare,
  ...reductions,
  ...movement,
  ...pooling,
  ...indexing,
  ...linalg,
  ...convolution,
};

/**
 * The result of one op, in float64.
 *
 * @param out the dtype and shape of the result, as the op's shape rule gives them.
 * @throws EvenkeelError `GRAPH` when an index of `gather` is out of range.
 */
export function evaluateOp<K extends OpName>(
  op: K,
  inputs: readonly Tensor64[],
  attributes: AttributesOf<K>,
  out: Aval,
): Tensor64 {
  const data = definitions[op](inputs as never, attributes as never, out);
  return { dtype: out.dtype, shape: out.shape, data };
}

/**
 * The outputs of a graph, in float64.
 *
 * @param feeds the elements of every input in row-major order, by the input's name; they are not
 *   rounded to the input's dtype.
 * @throws EvenkeelError `GRAPH` when an input is missing or has the wrong number of elements, when a
 *   name is not an input of the graph, or when an index of `gather` is out of range.
 */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, Tensor64> {
  const unknown = Object.keys(feeds).find((name) => !Object.hasOwn(graph.inputs, name));
  if (unknown !== undefined) {
    const names = Object.keys(graph.inputs).join(", ");
    throw new EvenkeelError("GRAPH", `evaluate: feeds must be inputs (${names}), got ${unknown}`);
  }
  const tensors = new Map<Value, Tensor64>();
  for (const [name, value] of Object.entries(graph.inputs)) {
    tensors.set(value, feed(name, value, feeds[name]));
  }
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    if (!tensors.has(value)) tensors.set(value, compute(value, tensors));
  }
  return Object.fromEntries(
    Object.entries(graph.outputs).map(([name, value]) => [name, tensors.get(value) as Tensor64]),
  );
}

function feed(name: string, aval: Aval, elements: ArrayLike<number> | undefined): Tensor64 {
  const { dtype, shape } = aval;
  if (elements?.length !== sizeOf(shape)) {
    const got = elements === undefined ? "nothing" : `${elements.length} numbers`;
    throw new EvenkeelError(
      "GRAPH",
      `evaluate: input ${name} must be given as ${formatAval(aval)}, got ${got}`,
    );
  }
  return { dtype, shape, data: Float64Array.from(elements) };
}

function compute(value: Value, tensors: ReadonlyMap<Value, Tensor64>): Tensor64 {
  const { source, dtype, shape } = value;
  switch (source.kind) {
    case "input":
      throw new EvenkeelError(
        "GRAPH",
        `evaluate: inputs must be declared by the graph, got ${source.name} undeclared`,
      );
    case "constant":
      return { dtype, shape, data: Float64Array.from(source.data) };
    case "op": {
      const inputs = source.inputs.map((x) => tensors.get(x) as Tensor64);
      return evaluateOp(source.op, inputs, source.attributes as never, value);
    }
  }
}
