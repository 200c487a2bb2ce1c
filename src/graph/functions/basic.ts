/** Ordinary functions over the ops; none has a gradient rule of its own. */
import { keepAxes } from "../ops/rule.ts";
import type { Builder, Shape, Value } from "../types.ts";
import { sameShape, sizeOf } from "../value.ts";

/** All axes of `x`. */
export function allAxes(x: Value): number[] {
  return x.shape.map((_, i) => i);
}

/** Sums the axes along which `shape` was broadcast to `x`'s shape: the transpose of broadcasting. */
export function sumTo(g: Builder, x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  const extra = x.shape.length - shape.length;
  const axes = allAxes(x).filter((i) => i < extra || (shape[i - extra] === 1 && x.shape[i] !== 1));
  const summed = axes.length > 0 ? g.sum(x, { axes }) : x;
  return sameShape(summed.shape, shape) ? summed : g.reshape(summed, { shape });
}

/** Sum over `axes` (all by default); the axes disappear. */
export function sum(g: Builder, x: Value, axes: readonly number[] = allAxes(x)): Value {
  return g.sum(x, { axes });
}

/** Mean over `axes` (all by default); the axes disappear unless `keep`. */
export function mean(
  g: Builder,
  x: Value,
  axes: readonly number[] = allAxes(x),
  keep = false,
): Value {
  const count = sizeOf(axes.map((a) => x.shape[a] as number));
  const result = g.mul(g.sum(x, { axes }), 1 / count);
  return keep ? g.reshape(result, { shape: keepAxes(x.shape, axes) }) : result;
}

/** x², elementwise. */
export function square(g: Builder, x: Value): Value {
  return g.mul(x, x);
}

/** ⟨a, b⟩ = Σ a·b, a scalar. */
export function dot(g: Builder, a: Value, b: Value): Value {
  return sum(g, g.mul(a, b));
}

/** x / (‖x‖₂ + epsilon), the norm over all elements. */
export function normalize(g: Builder, x: Value, epsilon: number): Value {
  return g.div(x, g.add(g.sqrt(dot(g, x, x)), epsilon));
}

/** Matrix product A B of two matrices. */
export function product(g: Builder, a: Value, b: Value): Value {
  return g.matmul(a, b, { transposeA: false, transposeB: false });
}

/** `[N, ...]` to `[N, D]`. */
export function flatten(g: Builder, x: Value): Value {
  const [n = 1, ...rest] = x.shape;
  return g.reshape(x, { shape: [n, sizeOf(rest)] });
}

/** The part `start … end − 1` of one axis. */
export function sliceAxis(g: Builder, x: Value, axis: number, start: number, end: number): Value {
  return g.slice(x, {
    starts: x.shape.map((_, i) => (i === axis ? start : 0)),
    ends: x.shape.map((n, i) => (i === axis ? end : n)),
    strides: x.shape.map(() => 1),
  });
}

/** log Σ exp over the last axis, without overflow; the axis disappears. */
export function logSumExp(g: Builder, x: Value): Value {
  const axis = x.shape.length - 1;
  const kept = { shape: keepAxes(x.shape, [axis]) };
  const top = g.stopGradient(g.max(x, { axes: [axis] }));
  const shifted = g.exp(g.sub(x, g.reshape(top, kept)));
  return g.add(g.log(g.sum(shifted, { axes: [axis] })), top);
}

/** Softmax over the last axis. */
export function softmax(g: Builder, x: Value): Value {
  const axes = [x.shape.length - 1];
  const kept = { shape: keepAxes(x.shape, axes) };
  const top = g.stopGradient(g.max(x, { axes }));
  const powers = g.exp(g.sub(x, g.reshape(top, kept)));
  return g.div(powers, g.reshape(g.sum(powers, { axes }), kept));
}
