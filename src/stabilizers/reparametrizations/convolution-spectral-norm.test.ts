/** SN_conv against decompositions of convolutions written out as matrices; the rest is in reparametrizations.test.ts. */
import { describe, expect, test } from "vitest";
import { runEngine } from "../../../test/support/graph/engine.ts";
import { convolutionMatrix, convolutions } from "../../../test/support/nn/convolution-matrix.ts";
import { expectNormOfMatrix, specOf } from "../../../test/support/nn/convolution-norm.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
} from "../../../test/support/nn/matrices.ts";
import {
  advanceStates,
  powerIterations,
  reparametrize,
  weightSpec,
} from "../../../test/support/nn/reparametrizations.ts";
import {
  converged,
  cpuComposite,
  float64Golden,
  toleranceFor,
} from "../../../test/support/tolerances.ts";
import { createBuilder, dot, evaluate, gradient, simplify, sizeOf } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { convolutionSpectralNorm } from "./convolution-spectral-norm.ts";
import type { SpectralNormOptions } from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";

/** A few of all kinds; convolution-spectral-norm.long.test.ts has the others. */
const few = convolutions.filter((_, i) => i % 17 === 0);

describe.each(["left", "right"] as const)("the %s vector is stored", (vector) => {
  test.each(few)(
    "$shape of $inputSize, stride $stride, padding $padding, transposed $transposed",
    (convolution) => expectNormOfMatrix(vector, convolution),
  );
});

// at stride 1 the first two singular values are often close, and convergence is slow
const fast = convolutions.filter(({ shape, stride, padding }) => {
  return shape[2] === 3 && stride > 1 && padding === 1;
});
test.each(fast)(
  "from a random vector to σ: $inputSize, stride $stride, transposed $transposed",
  ({ shape, ...place }) => {
    const spec = specOf(shape, place);
    const weight = gaussian(sizeOf(shape), "weight");
    const exact = firstSingularTriple(convolutionMatrix(shape, weight, place));
    const method = convolutionSpectralNorm({ iterations: 50 });
    const [state] = method.states(spec);
    const random = { u: gaussian(sizeOf(state!.shape), "u") };
    const states = advanceStates(method, spec, weight, random, 20);
    const { measures } = reparametrize(method, spec, weight, states);
    expect([measures.sigma!]).toBeAllclose([exact.sigma], converged);
  },
);

describe("what σ is", () => {
  test("of a 1x1 kernel with stride 1, the matrix's", () => {
    const shape = [4, 3, 1, 1];
    const place = { inputSize: [3, 2], stride: 1, padding: 0, transposed: false } as const;
    const weight = gaussian(12, "weight");
    const { sigma } = firstSingularTriple(asMatrix(shape, weight));
    const spec = specOf(shape, place);
    const method = convolutionSpectralNorm({ iterations: 100 });
    const states = advanceStates(method, spec, weight, { u: gaussian(24, "u") }, 5);
    const { measures } = reparametrize(method, spec, weight, states);
    expect([measures.sigma!]).toBeAllclose([sigma], converged);
  });

  test("of a kernel of ones, as much as it covers: 9 within a large image, less where it is cut", () => {
    const sigmaOf = (size: number) => {
      const place = { inputSize: [size, size], stride: 1, padding: 1, transposed: false } as const;
      const spec = specOf([1, 1, 3, 3], place);
      const u = new Float64Array(size * size).fill(1);
      const method = convolutionSpectralNorm({ iterations: 300 });
      return reparametrize(method, spec, new Float64Array(9).fill(1), { u }).measures.sigma!;
    };
    // the tridiagonal matrix of ones of size n has the largest eigenvalue 1 + 2·cos(π/(n + 1))
    for (const size of [1, 2, 3, 6]) {
      const along = 1 + 2 * Math.cos(Math.PI / (size + 1));
      expect([sigmaOf(size)]).toBeAllclose([along ** 2], converged);
    }
  });

  test("between the matrix's and √(the patches that a pixel is in) times it", () => {
    for (const [kernel, stride, patches] of [
      [3, 1, 9],
      [4, 2, 4],
    ] as const) {
      const shape = [3, 2, kernel, kernel];
      const weight = gaussian(sizeOf(shape), `weight ${kernel}`);
      const place = { inputSize: [8, 8], stride, padding: 1, transposed: false } as const;
      const byMatrix = firstSingularTriple(asMatrix(shape, weight)).sigma;
      const exact = firstSingularTriple(convolutionMatrix(shape, weight, place));
      const { measures } = reparametrize(convolutionSpectralNorm(), specOf(shape, place), weight, {
        u: exact.u,
      });
      expect(measures.sigma).toBeGreaterThan(byMatrix);
      expect(measures.sigma).toBeLessThan(Math.sqrt(patches) * byMatrix);
    }
  });
});

test.each(few)(
  "on the engine, in float32: $shape of $inputSize, stride $stride, padding $padding, transposed $transposed",
  async ({ shape, ...place }) => {
    const spec = specOf(shape, place);
    const method = convolutionSpectralNorm({ vectors: "differentiated", iterations: 2 });
    const [state] = method.states(spec);
    const g = createBuilder();
    const input = (name: string, of: readonly number[]) =>
      g.input(name, { dtype: "float32", shape: of });
    const inputs = { weight: input("weight", shape), u: input("u", state!.shape) };
    const { weight, measures } = method.apply(g, inputs.weight, { u: inputs.u }, spec);
    const upstream = g.constant(gaussian(sizeOf(shape), "upstream"), shape);
    const [slope] = gradient(g, dot(g, weight, upstream), [inputs.weight]);
    const next = method.advance(g, inputs.weight, { u: inputs.u }, spec);
    const outputs = { effective: weight, sigma: measures.sigma!, slope: slope!, next: next.u! };
    const graph = { inputs, outputs };
    const feeds = {
      weight: gaussian(sizeOf(shape), `weight ${shape}`),
      u: gaussian(sizeOf(state!.shape), "u"),
    };
    const found = await runEngine(toOnnx(simplify(graph)), inputs, feeds);
    for (const [name, { data }] of Object.entries(evaluate(graph, feeds))) {
      expect(found[name]!.data, name).toBeAllclose(data, toleranceFor(data, cpuComposite));
    }
  },
);

describe("options act as they do in sn", () => {
  const weight = gaussian(24, "weight");
  const state = (options: SpectralNormOptions) =>
    options.vector === "right" ? { v: gaussian(4, "v") } : { u: gaussian(6, "u") };

  test.each(powerIterations)("of a dense layer, bit for bit: %o", (options) => {
    const dense = weightSpec(6, 4);
    expect(convolutionSpectralNorm(options).states(dense)).toEqual(
      spectralNorm(options).states(dense),
    );
    const found = reparametrize(convolutionSpectralNorm(options), dense, weight, state(options));
    expect(found).toEqual(reparametrize(spectralNorm(options), dense, weight, state(options)));
  });

  test.each(powerIterations)("of a convolution of a single pixel: %o", (options) => {
    const place = { inputSize: [1, 1], stride: 1, padding: 0, transposed: false } as const;
    const spec = specOf([6, 4, 1, 1], place);
    const upstream = gaussian(24, "upstream");
    const found = reparametrize(
      convolutionSpectralNorm(options),
      spec,
      weight,
      state(options),
      upstream,
    );
    const expected = reparametrize(spectralNorm(options), spec, weight, state(options), upstream);
    expect(found.weight).toBeAllclose(expected.weight, float64Golden);
    expect(found.gradient).toBeAllclose(expected.gradient, float64Golden);
    for (const part of ["moved", "advanced"] as const) {
      expect(Object.keys(found[part])).toEqual(Object.keys(expected[part]));
      for (const [name, vector] of Object.entries(found[part])) {
        expect(vector).toBeAllclose(expected[part][name]!, float64Golden);
      }
    }
  });

  test("the scale is on the weight and its gradient; σ and the vectors stay", () => {
    const place = { inputSize: [3, 3], stride: 1, padding: 1, transposed: false } as const;
    const spec = specOf([2, 3, 2, 2], place);
    const u = gaussian(2 * 4 * 4, "u");
    const upstream = gaussian(24, "upstream");
    const once = reparametrize(convolutionSpectralNorm(), spec, weight, { u }, upstream);
    const twice = reparametrize(
      convolutionSpectralNorm({ scale: 2 }),
      spec,
      weight,
      { u },
      upstream,
    );
    expect(twice).toEqual({
      ...once,
      weight: once.weight.map((w) => 2 * w),
      gradient: once.gradient.map((x) => 2 * x),
    });
    expect(inner(once.gradient, once.gradient)).toBeGreaterThan(0);
  });

  test("refuses values out of range, unknown names, and exactness", () => {
    expect(() => convolutionSpectralNorm({ iterations: 0 })).toThrow("iterations");
    expect(() => convolutionSpectralNorm({ scale: 0 })).toThrow("scale");
    expect(() => convolutionSpectralNorm({ sigma: "exact" } as object)).toThrow("sigma");
  });
});

test("a kernel without its convolution is an error", () => {
  const { convolution: _, ...spec } = weightSpec(3, 2, 2, 2);
  expect(() => convolutionSpectralNorm().states(spec)).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: sn-conv: the specification of a weight with a kernel must have its convolution, got layer/weight [3, 2, 2, 2]]`,
  );
});
