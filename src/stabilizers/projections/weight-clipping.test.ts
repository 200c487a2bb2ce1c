import { expect, test } from "vitest";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import { weightClipping } from "./weight-clipping.ts";

function clip(weight: ArrayLike<number>, options?: { readonly limit: number }) {
  const g = createBuilder();
  const spec = weightSpec(weight.length, 1);
  const w = g.input("w", { dtype: "float32", shape: spec.shape });
  const graph = { inputs: { w }, outputs: { y: weightClipping(options)(g, w, spec) } };
  return evaluate(graph, { w: weight }).y!;
}

test("keeps weights in [−c, c] and leaves those inside as they are", () => {
  const y = clip([-3, -0.5, -0.25, 0, 0.25, 0.5, 3], { limit: 0.5 });
  expect(Array.from(y.data)).toEqual([-0.5, -0.5, -0.25, 0, 0.25, 0.5, 0.5]);
  expect(y.shape).toEqual([7, 1]);
});

test("c is 0.01 by default, as in the SN-GAN paper", () => {
  const weight = gaussian(1000, "weights", 0.02);
  const expected = Array.from(weight, (w) => Math.min(Math.max(w, -0.01), 0.01));
  expect(Array.from(clip(weight).data)).toEqual(expected);
  expect(expected).toContain(0.01);
  expect(expected).toContain(-0.01);
});

test("refuses a limit that is not positive", () => {
  expect(() => weightClipping({ limit: -1 })).toThrow("limit");
});

test("a weight whose reference is r times as wide is kept in [−c·√r, c·√r]", () => {
  const g = createBuilder();
  const own = weightSpec(4, 2);
  const spec = { ...own, reference: { shape: [36, 18], fanIn: 18, fanOut: 36 } };
  const clipped = weightClipping({ limit: 0.5 })(g, g.constant([-3, -1, 1, 3], [4, 1]), spec);
  const { y } = evaluate({ inputs: {}, outputs: { y: clipped } }, {});
  expect(Array.from(y!.data)).toEqual([-1.5, -1, 1, 1.5]);
});
