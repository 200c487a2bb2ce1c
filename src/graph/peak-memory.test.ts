import { expect, test } from "vitest";
import { createBuilder } from "./builder.ts";
import { peakBytes } from "./peak-memory.ts";

test("values count from their making to their last use, outputs to the end", () => {
  const g = createBuilder();
  const x = g.input("x", { dtype: "float32", shape: [100] });
  const a = g.exp(x);
  const b = g.exp(a);
  const c = g.exp(b);
  // a chain: two of 400 bytes at a time
  expect(peakBytes({ inputs: { x }, outputs: { c } })).toBe(800);
  // a is needed again at the end, and is an output in the last
  const d = g.add(c, a);
  expect(peakBytes({ inputs: { x }, outputs: { d } })).toBe(1200);
  expect(peakBytes({ inputs: { x }, outputs: { a, c } })).toBe(1200);
  expect(peakBytes({ inputs: { x }, outputs: { x } })).toBe(0);
});
