/**
 * Properties of spectral normalization, in float64; what it computes is compared with full singular
 * value decompositions, with power iteration in matrices, and with PyTorch.
 */
import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
  powerRound,
} from "../../../test/support/nn/matrices.ts";
import { reparametrize, weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import { converged, float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { randomStream } from "../../random.ts";
import type { SpectralNormOptions } from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";

const shapes = [
  ["a wide matrix", [5, 12]],
  ["a tall matrix", [12, 5]],
  ["a convolution", [6, 4, 3, 3]],
  ["a convolution with more outputs", [30, 2, 3, 3]],
  ["a row", [1, 20]],
] as const;

/** A random weight with a random u, and its first singular triple. */
function start(shape: readonly number[], name = "weight") {
  const weight = gaussian(sizeOf(shape), `${name} ${shape}`);
  const u = gaussian(shape[0]!, `${name} u ${shape}`);
  return {
    spec: weightSpec(...shape),
    weight,
    u,
    exact: firstSingularTriple(asMatrix(shape, weight)),
  };
}

/** σ of a weight by a full decomposition. */
const sigmaOf = (shape: readonly number[], weight: ArrayLike<number>) =>
  firstSingularTriple(asMatrix(shape, weight)).sigma;

/** `u` after `count` updates that leave the weight as it is. */
function advance(
  shape: readonly number[],
  weight: ArrayLike<number>,
  u: ArrayLike<number>,
  count: number,
  options: SpectralNormOptions = {},
): ArrayLike<number> {
  const method = spectralNorm(options);
  let states: Record<string, ArrayLike<number>> = { u };
  for (let i = 0; i < count; i++) {
    states = reparametrize(method, weightSpec(...shape), weight, states).advanced;
  }
  return states.u!;
}

describe.each(shapes)("%s", (_name, shape) => {
  const { spec, weight, u, exact } = start(shape);

  test("keeps one vector u, as long as there are outputs, drawn from N(0, 1)", () => {
    expect(spectralNorm().states(spec)).toEqual([
      { name: "u", shape: [shape[0]], initial: "normal" },
    ]);
  });

  test("σ(W̄) becomes 1, is not after W has moved, and becomes 1 again", () => {
    const rounds = { iterations: 20 };
    const settled = advance(shape, weight, u, 20, rounds);
    const before = reparametrize(spectralNorm(), spec, weight, { u: settled });
    expect([sigmaOf(shape, before.weight)]).toBeAllclose([1], converged);

    const moved = weight.map((w, i) => w + 0.8 * gaussian(weight.length, "move")[i]!);
    const after = reparametrize(spectralNorm(), spec, moved, { u: settled });
    if (shape[0] > 1) expect(sigmaOf(shape, after.weight)).toBeGreaterThan(1.001);

    const again = reparametrize(spectralNorm(), spec, moved, {
      u: advance(shape, moved, settled, 20, rounds),
    });
    expect([sigmaOf(shape, again.weight)]).toBeAllclose([1], converged);
  });

  test("σ̂ is never above σ, and one round brings it nearer", () => {
    const random = randomStream(1, "vectors");
    for (let i = 0; i < 20; i++) {
      const vector = gaussian(u.length, random);
      const first = reparametrize(spectralNorm(), spec, weight, { u: vector });
      // the norms are 1e-12 too large
      expect(first.measures.sigma).toBeLessThanOrEqual(exact.sigma * (1 + 1e-11));
      const second = reparametrize(spectralNorm(), spec, weight, first.advanced);
      expect(second.measures.sigma).toBeGreaterThanOrEqual(first.measures.sigma! * (1 - 1e-11));
    }
  });

  test("equals one round of power iteration on the matrix out x in·kH·kW, written out", () => {
    const [out, input, height = 1, width = 1] = shape as readonly number[];
    const columns = input! * height * width;
    const matrix = asMatrix([out!, columns], new Float64Array(out! * columns));
    for (let o = 0; o < out!; o++) {
      for (let c = 0; c < input!; c++) {
        for (let i = 0; i < height; i++) {
          for (let j = 0; j < width; j++) {
            const value = weight[((o * input! + c) * height + i) * width + j]!;
            matrix.set(o, c + input! * (i + height * j), value);
          }
        }
      }
    }
    const expected = powerRound(matrix, u);
    const found = reparametrize(spectralNorm(), spec, weight, { u });
    expect([found.measures.sigma!]).toBeAllclose([expected.sigma], float64Golden);
    expect(found.advanced.u).toBeAllclose(expected.u, float64Golden);
    expect(found.weight).toBeAllclose(
      Array.from(weight, (w) => w / expected.sigma),
      float64Golden,
    );
  });

  test("does not depend on the length of W or of u", () => {
    const { weight: effective, advanced } = reparametrize(spectralNorm(), spec, weight, { u });
    for (const factor of [0.5, 7, 1e5]) {
      const scaled = reparametrize(
        spectralNorm(),
        spec,
        Float64Array.from(weight, (w) => w * factor),
        { u: Float64Array.from(u, (x) => x * 3) },
      );
      expect(scaled.weight).toBeAllclose(effective, float64Golden);
      expect(scaled.advanced.u).toBeAllclose(advanced.u!, float64Golden);
    }
  });

  test.each(["constant", "differentiated"] as const)(
    "the gradient is orthogonal to W (u and v %s)",
    (vectors) => {
      const upstream = gaussian(weight.length, "upstream");
      const { gradient } = reparametrize(spectralNorm({ vectors }), spec, weight, { u }, upstream);
      const along = inner(gradient, weight);
      expect([along]).toBeAllclose([0], { absolute: 1e-12 * inner(upstream, upstream) });
      if (shape[0] > 1) expect(inner(gradient, gradient)).toBeGreaterThan(1e-3);
    },
  );

  test.each(["constant", "differentiated"] as const)(
    "the gradient is (G − ⟨G, W̄⟩uvᵀ)/σ once u has converged (u and v %s)",
    (vectors) => {
      const upstream = gaussian(weight.length, "upstream");
      const method = spectralNorm({ vectors });
      const found = reparametrize(method, spec, weight, { u: exact.u }, upstream);
      const { sigma, u: left, v: right } = exact;
      const along = inner(upstream, weight) / sigma;
      const expected = Array.from(upstream, (x, k) => {
        const [row, column] = [Math.floor(k / right.length), k % right.length];
        return (x - along * left[row]! * right[column]!) / sigma;
      });
      expect([found.measures.sigma!]).toBeAllclose([sigma], converged);
      expect(found.gradient).toBeAllclose(expected, converged);
      const outer = left.flatMap((a) => right.map((b) => a * b));
      expect(found.measureGradients.sigma).toBeAllclose(outer, converged);
    },
  );

  test("the mean square of W̄ is at most 1/max(rows, columns)", () => {
    const { weight: effective } = reparametrize(spectralNorm(), spec, weight, { u: exact.u });
    const longest = Math.max(shape[0], weight.length / shape[0]);
    const bound = (1 + 1e-12) / longest;
    expect(inner(effective, effective) / weight.length).toBeLessThanOrEqual(bound);
  });
});

describe("options", () => {
  const shape = [6, 4, 3, 3];
  const { spec, weight, u } = start(shape);

  test("iterations: as many rounds in a pass, and as many in an advance", () => {
    const three = reparametrize(spectralNorm({ iterations: 3 }), spec, weight, { u });
    const [one, two, last] = [1, 2, 3].map((n) => advance(shape, weight, u, n));
    expect(three.advanced.u).toBeAllclose(last!, float64Golden);
    const stepwise = reparametrize(spectralNorm(), spec, weight, { u: two! });
    expect(three.weight).toBeAllclose(stepwise.weight, float64Golden);
    expect(one).not.toEqual(two);
  });

  test("iterations: the gradient through all of them is the derivative", () => {
    const method = spectralNorm({ iterations: 3, vectors: "differentiated" });
    const upstream = gaussian(weight.length, "upstream");
    const { gradient } = reparametrize(method, spec, weight, { u }, upstream);
    const direction = gaussian(weight.length, "direction");
    const h = 6e-6;
    const at = (step: number) => {
      const moved = Float64Array.from(weight, (w, i) => w + step * direction[i]!);
      return inner(reparametrize(method, spec, moved, { u }).weight, upstream);
    };
    // h² times the third derivative, of the order of σ⁻³, and ε/h
    expect([inner(gradient, direction)]).toBeAllclose([(at(h) - at(-h)) / (2 * h)], {
      absolute: 1e-8,
    });
  });

  test("vectors: as constants, σ has the slope uvᵀ; through the power step it has another", () => {
    const [constant, through] = (["constant", "differentiated"] as const).map(
      (vectors) =>
        reparametrize(spectralNorm({ vectors }), spec, weight, { u }).measureGradients.sigma!,
    );
    const { u: left, v: right } = powerRound(asMatrix(shape, weight), u);
    const outer = left.flatMap((a) => right.map((b) => a * b));
    expect(constant).toBeAllclose(outer, float64Golden);
    const difference = outer.map((x, i) => x - through![i]!);
    expect(inner(difference, difference)).toBeGreaterThan(0.01);
  });

  test("advance update: a forward pass moves nothing, an update moves u", () => {
    const { moved, advanced } = reparametrize(spectralNorm(), spec, weight, { u });
    expect(moved).toEqual({});
    expect(Object.keys(advanced)).toEqual(["u"]);
  });

  test("advance forward: a forward pass moves u as an update otherwise does, an update nothing", () => {
    const method = spectralNorm({ advance: "forward" });
    const { moved, advanced, weight: effective } = reparametrize(method, spec, weight, { u });
    const other = reparametrize(spectralNorm(), spec, weight, { u });
    expect(advanced).toEqual({});
    expect(moved).toEqual(other.advanced);
    expect(effective).toEqual(other.weight);
  });

  test("advance pass: as forward, in each pass of a step", () => {
    const [method, forward] = (["pass", "forward"] as const).map((advance) =>
      spectralNorm({ advance }),
    );
    const found = (one: typeof method) => reparametrize(one!, spec, weight, { u });
    expect(found(method)).toEqual(found(forward));
    expect([method?.eachPass, forward?.eachPass]).toEqual([true, false]);
  });

  test("advance never: nothing moves, and σ is that of an update's first pass", () => {
    const found = reparametrize(spectralNorm({ advance: "never" }), spec, weight, { u });
    const other = reparametrize(spectralNorm(), spec, weight, { u });
    expect([found.moved, found.advanced]).toEqual([{}, {}]);
    expect(found.weight).toEqual(other.weight);
  });

  test("epsilon is added to the norms", () => {
    const matrix = asMatrix(shape, weight);
    const epsilon = 0.5;
    const back = matrix.transpose().mmul(asMatrix([6, 1], u));
    const v = back.div(back.norm("frobenius") + epsilon);
    const ahead = matrix.mmul(v);
    const next = ahead.clone().div(ahead.norm("frobenius") + epsilon);
    const found = reparametrize(spectralNorm({ epsilon }), spec, weight, { u });
    expect(found.advanced.u).toBeAllclose(next.to1DArray(), float64Golden);
    const sigma = inner(next.to1DArray(), ahead.to1DArray());
    expect([found.measures.sigma!]).toBeAllclose([sigma], float64Golden);
  });

  test("vector right: v is kept, as long as the inputs; a round ends with it", () => {
    const v = gaussian(36, "v");
    const method = spectralNorm({ vector: "right" });
    expect(method.states(spec)).toEqual([{ name: "v", shape: [36], initial: "normal" }]);
    const round = powerRound(asMatrix(shape, weight).transpose(), v);
    const found = reparametrize(method, spec, weight, { v });
    expect([found.measures.sigma!]).toBeAllclose([round.sigma], float64Golden);
    expect(found.advanced.v).toBeAllclose(round.u, float64Golden);
    const forward = spectralNorm({ vector: "right", advance: "forward" });
    const { moved, advanced } = reparametrize(forward, spec, weight, { v });
    expect([moved, advanced]).toEqual([found.advanced, {}]);
  });

  test("vector: from the v of a round, σ̂ lies between that round's and the next's", () => {
    const left = reparametrize(spectralNorm(), spec, weight, { u });
    const { v } = powerRound(asMatrix(shape, weight), u);
    const right = reparametrize(spectralNorm({ vector: "right" }), spec, weight, { v });
    const next = reparametrize(spectralNorm(), spec, weight, left.advanced);
    expect(right.measures.sigma).toBeGreaterThan(left.measures.sigma!);
    expect(right.measures.sigma).toBeLessThan(next.measures.sigma!);
  });

  test("sigma exact: what power iteration comes to, and its gradient", () => {
    const { exact } = start(shape);
    const upstream = gaussian(weight.length, "upstream");
    const settled = reparametrize(spectralNorm(), spec, weight, { u: exact.u }, upstream);
    const found = reparametrize(spectralNorm({ sigma: "exact" }), spec, weight, {}, upstream);
    expect(found.measures).toEqual({ sigma: expect.any(Number) });
    expect([found.measures.sigma!]).toBeAllclose([exact.sigma], float64Golden);
    expect(found.weight).toBeAllclose(settled.weight, converged);
    expect(found.gradient).toBeAllclose(settled.gradient, converged);
  });

  test("refuses values out of range and unknown names", () => {
    expect(() => spectralNorm({ iterations: 0 })).toThrow("iterations");
    expect(() => spectralNorm({ iterations: 1.5 })).toThrow("iterations");
    expect(() => spectralNorm({ epsilon: 0 })).toThrow("epsilon");
    expect(() => spectralNorm({ scale: 2 } as SpectralNormOptions)).toThrow("scale");
    expect(() => spectralNorm({ vector: "both" } as object)).toThrow("vector");
    expect(() => spectralNorm({ sigma: "svd" } as object)).toThrow("sigma");
  });
});

test.each(goldenCases("spectral_norm"))("$name equals PyTorch's", ({ attrs, inputs, outputs }) => {
  const vectors = attrs.uvConstant ? "constant" : "differentiated";
  const found = reparametrize(
    spectralNorm({ vectors, epsilon: attrs.epsilon }),
    weightSpec(...inputs.weight!.shape),
    inputs.weight!.data,
    { u: inputs.u!.data },
    inputs.upstream!.data,
  );
  expect([found.measures.sigma!]).toBeAllclose(outputs.sigma!.data, float64Golden);
  expect(found.weight).toBeAllclose(outputs.effective!.data, float64Golden);
  expect(found.advanced.u).toBeAllclose(outputs.newU!.data, float64Golden);
  expect(found.gradient).toBeAllclose(outputs["gradient.weight"]!.data, float64Golden);
  expect(found.measureGradients.sigma).toBeAllclose(
    outputs["sigmaGradient.weight"]!.data,
    float64Golden,
  );
});
