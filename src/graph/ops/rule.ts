/** Checks that shape rules share. */
import type { DType } from "../dtypes.ts";
import type { Aval, Shape } from "../types.ts";

class BrokenRule extends Error {}

/** Breaks off a shape rule unless `holds`; `text` states the rule ("both sides must be matrices"). */
export function rule(holds: boolean, text: string): asserts holds {
  if (!holds) throw new BrokenRule(text);
}

/** The rule that `error` reports, or `undefined` for any other error. */
export function broken(error: unknown): string | undefined {
  return error instanceof BrokenRule ? error.message : undefined;
}

export function requireDType(dtype: DType, ...inputs: readonly Aval[]): void {
  rule(
    inputs.every((x) => x.dtype === dtype),
    `inputs must be ${dtype}`,
  );
}

export function requireAxes(axes: readonly number[], rank: number): void {
  rule(
    axes.every((a, i) => Number.isInteger(a) && a >= 0 && a < rank && axes.indexOf(a) === i),
    `axes must be different integers of 0 … ${rank - 1}`,
  );
}

/** The shape that NumPy's broadcasting gives. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const m = a[i - rank + a.length] ?? 1;
    const n = b[i - rank + b.length] ?? 1;
    rule(m === n || m === 1 || n === 1, "shapes must be equal or 1, axis by axis from the last");
    return m === 1 ? n : m;
  });
}

/** `shape` without the axes. */
export function dropAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, i) => !axes.includes(i));
}

/** `shape` with 1 at the axes. */
export function keepAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((n, i) => (axes.includes(i) ? 1 : n));
}
