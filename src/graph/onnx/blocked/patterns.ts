/** Small groups of ops that have a faster form on blocks. */

import type { Shape, Value } from "../../types.ts";
import { sizeOf } from "../../value.ts";
import type { Emitter } from "../emitter.ts";
import type { LayoutNodes } from "./layout.ts";

/** A choice between two numbers: `above` where x > 0, else `below`. */
export interface Mask {
  readonly x: Value;
  readonly above: number;
  readonly below: number;
}

/** The mask that a value is, as gradients of ReLU have it, with 0 ≤ below ≤ above ≤ 1. */
export function maskOf({ source }: Value): Mask | undefined {
  if (source.kind !== "op" || source.op !== "where") return undefined;
  const [condition, ...numbers] = source.inputs as [Value, Value, Value];
  const [above, below] = numbers.map(numberOf);
  if (condition.source.kind !== "op" || condition.source.op !== "greater") return undefined;
  const [x, limit] = condition.source.inputs as [Value, Value];
  if (numberOf(limit) !== 0 || above === undefined || below === undefined) return undefined;
  return 0 <= below && below <= above && above <= 1 ? { x, above, below } : undefined;
}

/**
 * The mask by a product and a Clip, which the engine does several times as fast as a comparison and a
 * Where: every normal positive number times the factor is above 1.
 */
export function emitMask(emit: Emitter, x: string, { above, below }: Mask): string {
  const steep = emit.node("Mul", [x, emit.float(3e38)]);
  return emit.node("Clip", [steep, emit.float(below), emit.float(above)]);
}

function numberOf({ source, shape }: Value): number | undefined {
  return source.kind === "constant" && sizeOf(shape) === 1 ? source.data[0] : undefined;
}

/** Whether a value is the sum of `[N, C, …]` over all axes but the channels'. */
export function isChannelSum({ source }: Value): boolean {
  if (source.kind !== "op" || source.op !== "sum") return false;
  const axes = source.attributes.axes as readonly number[];
  const rank = source.inputs[0]!.shape.length;
  return rank >= 3 && axes.length === rank - 1 && !axes.includes(1);
}

/**
 * The sums `[C]` of blocks over all axes but the channels': first over the places of each image, then
 * over the images, each of which the engine has a fast way for; over both at once it has none.
 */
export function emitChannelSum(
  emit: Emitter,
  layout: LayoutNodes,
  blocks: string,
  [n = 1, c = 1, ...places]: Shape,
): string {
  const { size } = layout;
  const sum = (x: string) => emit.node("ReduceSum", [x, emit.int64([1])], { keepdims: 0 });
  const images = sum(layout.reshape(blocks, [n * (c / size), sizeOf(places), size]));
  return emit.node("ReduceSum", [layout.reshape(images, [n, c]), emit.int64([0])], { keepdims: 0 });
}
