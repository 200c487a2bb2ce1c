/** Repeated pixels and sums over neighbouring ones, for which the engine has operators on blocks. */

import type { OpName } from "../../signatures.ts";
import type { Value } from "../../types.ts";
import { sameShape } from "../../value.ts";
import type { Emitter } from "../emitter.ts";
import { BLOCKED_DOMAIN, blockedShape, type LayoutNodes } from "./layout.ts";

/** Images and how many times as large others are. */
export interface Resampling {
  /** Whether the pixels of x are repeated, or summed over rectangles. */
  readonly way: "repeated" | "summed";
  /** `[N, C, H, W]` */
  readonly x: Value;
  readonly factors: readonly [number, number];
}

/** What `[N, C, H, W]` has become when its places are `[N, C, H, 1, W, 1]`, repeated, or `[N, C, H/f, f, …]`. */
const APART = 6;

/** Whether a value is a step on the way to resampled images, which may do without it. */
export function isApart({ source, shape }: Value): boolean {
  const { op } = source.kind === "op" ? source : { op: undefined };
  return shape.length === APART && (op === "reshape" || op === "expand");
}

/** The images that a value resamples. */
export function resampledIn(value: Value): Resampling | undefined {
  return repeatedIn(value) ?? summedIn(value);
}

/** The images whose pixels a value repeats, as `upsampleNearest` builds it. */
function repeatedIn(value: Value): Resampling | undefined {
  const repeated = operandOf(value, "reshape");
  const cells = repeated && operandOf(repeated, "expand");
  const x = cells && operandOf(cells, "reshape");
  if (x?.shape.length !== 4 || value.shape.length !== 4) return undefined;
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const factors = [value.shape[2]! / h, value.shape[3]! / w] as const;
  const [f, g] = factors;
  return sameShape(cells!.shape, [n, c, h, 1, w, 1]) &&
    sameShape(repeated!.shape, [n, c, h, f, w, g])
    ? { way: "repeated", x, factors }
    : undefined;
}

/** The images over whose rectangles of pixels a value sums, as the gradient of repeating them does. */
function summedIn(value: Value): Resampling | undefined {
  const cells = operandOf(value, "sum");
  const x = cells && operandOf(cells, "reshape");
  if (x?.shape.length !== 4 || value.source.kind !== "op") return undefined;
  const { axes } = value.source.attributes as { readonly axes: readonly number[] };
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const [, , , f = 1, , g = 1] = cells!.shape;
  return sameShape(cells!.shape, [n, c, h / f, f, w / g, g]) && sameShape(axes, [3, 5])
    ? { way: "summed", x, factors: [f, g] }
    : undefined;
}

function operandOf({ source }: Value, op: OpName): Value | undefined {
  return source.kind === "op" && source.op === op ? source.inputs[0] : undefined;
}

/** The blocks of the images with each pixel repeated, or of the sums over rectangles of pixels. */
export function emitResampled(
  emit: Emitter,
  layout: LayoutNodes,
  blocks: string,
  { way, x, factors: [f, g] }: Resampling,
): string {
  const [n = 1, c = 1, h = 1, w = 1] = x.shape;
  const images = layout.reshape(blocks, x.shape);
  if (way === "repeated") {
    const y = emit.node("Upsample", [images], { scales: [1, 1, f, g] }, BLOCKED_DOMAIN);
    return layout.reshape(y, blockedShape([n, c, h * f, w * g], layout.size));
  }
  const attributes = { kernel_shape: [f, g], strides: [f, g] };
  const means = emit.node("AveragePool", [images], attributes, BLOCKED_DOMAIN);
  const sums = emit.node("Mul", [means, emit.float(f * g)]);
  return layout.reshape(sums, blockedShape([n, c, h / f, w / g], layout.size));
}
