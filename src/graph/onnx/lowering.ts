/** How a graph's values become ONNX nodes. */

import type { Value } from "../types.ts";
import type { Emitter } from "./emitter.ts";
import { lowerOp } from "./lower-op.ts";

/** Lowers value by value, operands first. */
export interface Lowering {
  /** Tells what an input or constant is called. */
  define(value: Value, name: string): void;
  /** Emits the op that makes `value`, now or with a later value that it is fused to. */
  lower(value: Value): void;
  /** The name of the value, its elements in row-major order. */
  plain(value: Value): string;
}

/** Each op as standard ONNX operators. */
export function standardLowering(emit: Emitter): Lowering {
  const names = new Map<Value, string>();
  const plain = (value: Value) => names.get(value) as string;
  return {
    define: (value, name) => void names.set(value, name),
    lower(value) {
      if (value.source.kind !== "op") return;
      const { op, inputs, attributes } = value.source;
      names.set(value, lowerOp(emit, op, inputs.map(plain), inputs, value, attributes));
    },
    plain,
  };
}
