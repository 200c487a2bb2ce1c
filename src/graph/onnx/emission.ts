/** Collects the nodes and constants of an ONNX model. */
import type { NodeProto, TensorProto } from "onnx-buf";
import { onnxDType } from "../dtypes.ts";
import type { Shape } from "../types.ts";
import type { Emitter } from "./emitter.ts";
import { onnxConstant, onnxNode } from "./messages.ts";

const INT64 = 7;

/** What has been emitted, and what emits more. */
export interface Emission {
  readonly emit: Emitter;
  /** In order. */
  readonly nodes: NodeProto[];
  /** By what they hold, so that each is there once. */
  readonly constants: Map<string, TensorProto>;
  /** The constant that `key` tells from others; `data` in row-major order. */
  constant(
    key: string,
    elementType: number,
    shape: Shape,
    data: () => Float32Array | Uint16Array | Int32Array | BigInt64Array,
  ): string;
  /** Nodes from here on are named after this scope. */
  enter(scope: string): void;
}

/** An emission with nothing in it. */
export function createEmission(): Emission {
  const nodes: NodeProto[] = [];
  const constants = new Map<string, TensorProto>();
  let scope = "";
  let counter = 0;
  const constant: Emission["constant"] = (key, elementType, shape, data) => {
    const before = constants.get(key);
    if (before !== undefined) return before.name;
    const name = `constant/${constants.size}`;
    constants.set(key, onnxConstant(name, elementType, shape, data()));
    return name;
  };
  const emit: Emitter = {
    node(type, inputs, attributes = {}, domain = "") {
      const output = `${scope === "" ? "" : `${scope}/`}${type}_${counter++}`;
      nodes.push(onnxNode({ type, inputs, output, attributes, domain }));
      return output;
    },
    within(name, body) {
      const outer = scope;
      scope = name;
      try {
        return body();
      } finally {
        scope = outer;
      }
    },
    int64: (values) =>
      constant(`int64 ${values}`, INT64, [values.length], () => BigInt64Array.from(values, BigInt)),
    int32: (values) =>
      constant(`int32 ${values}`, onnxDType.int32, [values.length], () => Int32Array.from(values)),
    floats: (values, shape) =>
      constant(`floats ${shape}: ${values}`, onnxDType.float32, shape, () =>
        Float32Array.from(values),
      ),
    float: (value) =>
      constant(`float ${value}`, onnxDType.float32, [], () => Float32Array.of(value)),
  };
  return {
    emit,
    nodes,
    constants,
    constant,
    enter(name) {
      scope = name;
    },
  };
}
