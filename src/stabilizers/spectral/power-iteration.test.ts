import { describe, expect, test } from "vitest";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
} from "../../../test/support/nn/matrices.ts";
import { reparametrize, weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import {
  converged,
  exactSigma,
  oneRound,
  samplingErrors,
} from "../../../test/support/tolerances.ts";
import { exactSpectralNorm } from "../../analysis/weights/index.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import { randomStream } from "../../random.ts";
import { spectralNorm } from "../reparametrizations/spectral-norm.ts";
import { matrixOperator } from "./linear-operator.ts";
import { powerIteration, singularValue } from "./power-iteration.ts";

/** u, v and σ̂ after `iterations` rounds. */
function iterate(shape: readonly [number, number], iterations: number) {
  const matrix = gaussian(shape[0] * shape[1], `matrix ${shape}`);
  const g = createBuilder();
  const w = g.input("w", { dtype: "float32", shape });
  const start = g.input("u", { dtype: "float32", shape: [shape[0], 1] });
  const operator = matrixOperator(g, w);
  const vectors = powerIteration(g, operator, start, {
    iterations,
    epsilon: 1e-12,
    vector: "left",
  });
  const graph = {
    inputs: { w, u: start },
    outputs: { ...vectors, sigma: singularValue(g, operator, vectors, "left") },
  };
  const { u, v, sigma } = evaluate(graph, { w: matrix, u: gaussian(shape[0], `u ${shape}`) });
  return { matrix, u: u!, v: v!, sigma: sigma! };
}

describe.each([[[4, 9]], [[9, 4]], [[1, 6]], [[6, 1]]] as const)("a matrix %o", (shape) => {
  test("finds the first singular triple", () => {
    const { matrix, u, v, sigma } = iterate(shape, 400);
    const exact = firstSingularTriple(asMatrix(shape, matrix));
    const sign = Math.sign(inner(u.data, exact.u));
    expect(u.shape).toEqual([shape[0], 1]);
    expect(v.shape).toEqual([shape[1], 1]);
    expect(sigma.shape).toEqual([]);
    expect(sigma.data).toBeAllclose([exact.sigma], converged);
    expect(u.data).toBeAllclose(
      exact.u.map((x) => sign * x),
      converged,
    );
    expect(v.data).toBeAllclose(
      exact.v.map((x) => sign * x),
      converged,
    );
  });

  test("gives unit vectors after any number of rounds", () => {
    for (const iterations of [1, 2, 5]) {
      const { u, v } = iterate(shape, iterations);
      expect([inner(u.data, u.data)]).toBeAllclose([1], converged);
      expect([inner(v.data, v.data)]).toBeAllclose([1], converged);
    }
  });
});

/**
 * For a Gaussian matrix, E‖WWᵀu‖² / E‖Wᵀu‖² = rows + columns + 1, and σ² is near (√rows + √columns)².
 */
test("one round from a random u finds three quarters of σ of a 128 x 576 Gaussian matrix", () => {
  const expected = Math.sqrt(128 + 576 + 1) / (Math.sqrt(128) + Math.sqrt(576));
  const random = randomStream(20_180_216, "matrices");
  const spec = weightSpec(128, 64, 3, 3);
  const seeds = 10;
  let sum = 0;
  for (let i = 0; i < seeds; i++) {
    const weight = gaussian(128 * 576, random, 0.02);
    const u = gaussian(128, random);
    const { measures } = reparametrize(spectralNorm(), spec, weight, { u });
    sum += measures.sigma! / exactSpectralNorm({ shape: spec.shape, data: weight });
  }
  expect([sum / seeds]).toBeAllclose([expected], {
    absolute: (samplingErrors * oneRound.deviation) / Math.sqrt(seeds),
  });
  expect([expected]).toBeAllclose([0.74], { absolute: oneRound.deviation });
});

test("σ̂ of a matrix of rank 1 is exact after one round", () => {
  const [left, right] = [gaussian(5, "left"), gaussian(8, "right")];
  const weight = Float64Array.from({ length: 40 }, (_, i) => left[i >> 3]! * right[i % 8]!);
  const { measures } = reparametrize(spectralNorm(), weightSpec(5, 8), weight, {
    u: gaussian(5, "u"),
  });
  const expected = Math.sqrt(inner(left, left) * inner(right, right));
  expect([measures.sigma!]).toBeAllclose([expected], { relative: exactSigma.relative * 100 });
});
