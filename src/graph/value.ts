/** Sizes, equality and order of values. */
import type { Aval, Shape, Value } from "./types.ts";

/** The number of elements of `shape`; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Whether two shapes are equal, axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** `float32[2, 3]`, for messages. */
export function formatAval({ dtype, shape }: Aval): string {
  return `${dtype}[${shape.join(", ")}]`;
}

/** The values that `roots` depend on, themselves included, each after all it depends on. */
export function topologicalOrder(roots: Iterable<Value>): Value[] {
  const seen = new Set<Value>();
  const stack = [...roots];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    // one at a time: as arguments of one call, hundreds of thousands of operands overflow the call stack
    if (value.source.kind === "op") for (const input of value.source.inputs) stack.push(input);
  }
  return [...seen].sort((a, b) => a.id - b.id);
}
