/** What all methods that normalize a weight have in common, and that each computes what PyTorch does. */
import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { convolutionMatrix } from "../../../test/support/nn/convolution-matrix.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
  swapChannels,
} from "../../../test/support/nn/matrices.ts";
import type { Numbers } from "../../../test/support/nn/networks.ts";
import {
  advanceStates,
  reparametrize,
  weightSpec,
} from "../../../test/support/nn/reparametrizations.ts";
import { converged, float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, dot, gradient, sizeOf } from "../../graph/index.ts";
import type { ConvolutionPlace, ParameterSpec } from "../../nn/index.ts";
import type { Method } from "../method.ts";
import { reparametrizations } from "../registry.ts";
import type { Reparametrization } from "../types.ts";

const matrices = ["sn", "ssn", "bsn", "bssn"];
const spectral = [...matrices, "sn-conv"];
const names = [...spectral, "weight-norm", "frobenius-norm"];
const shapes = [
  ["a convolution", [4, 3, 2, 2]],
  ["a convolution with more inputs", [2, 5, 3, 1]],
  ["a dense layer", [5, 7]],
] as const;
const ways = names.flatMap((name) => [
  { name, options: {} },
  ...(spectral.includes(name) ? [{ name, options: { vector: "right" } }] : []),
  ...(matrices.includes(name) ? [{ name, options: { sigma: "exact" } }] : []),
]);
const all = ways.flatMap(({ name, options }) =>
  shapes.map(([what, shape]) => {
    const scale = /^b?ssn$|conv/.test(name) ? 1.5 : 1;
    return { name, what, shape, scale, options: scale === 1 ? options : { ...options, scale } };
  }),
);

function create(name: string, options: object = {}): Reparametrization {
  const method = (reparametrizations as Record<string, Method<unknown>>)[name]!;
  return method.create(method.options.parse(options)) as Reparametrization;
}

/** A weight of this shape with states for it. */
function start(method: Reparametrization, shape: readonly number[]) {
  const spec = weightSpec(...shape);
  const states: Numbers = Object.fromEntries(
    method
      .states(spec)
      .map((state) => [state.name, gaussian(sizeOf(state.shape), `${state.name} ${shape}`)]),
  );
  return { spec, weight: gaussian(sizeOf(shape), `weight ${shape}`), states };
}

/**
 * The states after many power steps with this weight. The first two singular values of a convolution are
 * often close, so its steps start at the first vectors of its decomposition.
 */
function settle(
  name: string,
  spec: ParameterSpec,
  weight: ArrayLike<number>,
  from: Numbers,
  options: object = {},
): Numbers {
  if (Object.keys(from).length === 0) return {};
  if (name === "sn-conv" && spec.convolution) {
    const matrix = convolutionMatrix(spec.shape, weight, spec.convolution);
    const { u, v } = firstSingularTriple(matrix);
    return "u" in from ? { u } : { v };
  }
  return advanceStates(create(name, { ...options, iterations: 50 }), spec, weight, from, 20);
}

/** σ by full decompositions of the weight laid out by outputs and by inputs, and of its convolution. */
function exactSigmas({ shape, convolution }: ParameterSpec, weight: ArrayLike<number>) {
  const swapped = swapChannels(shape, weight);
  const out = firstSingularTriple(asMatrix(shape, weight)).sigma;
  return {
    out,
    in: firstSingularTriple(asMatrix(swapped.shape, swapped.data)).sigma,
    conv: convolution
      ? firstSingularTriple(convolutionMatrix(shape, weight, convolution)).sigma
      : out,
  };
}

describe.each(all)("$name of $what, $options", ({ name, shape, scale, options }) => {
  const method = create(name, options);
  const { spec, weight, states } = start(method, shape);
  const settled = settle(name, spec, weight, states, options);
  /** With u and v differentiated or not, where there are such. */
  const withVectors = (vectors: string) =>
    spectral.includes(name) ? create(name, { ...options, vectors }) : method;

  test("after many power steps, divides by the exact norm", () => {
    const { weight: effective, measures } = reparametrize(method, spec, weight, settled);
    const rows = (of: ArrayLike<number>) => {
      const matrix = asMatrix(shape, of);
      return Array.from({ length: matrix.rows }, (_, i) => Math.hypot(...matrix.getRow(i)));
    };
    const sigmas = exactSigmas(spec, weight);
    const expected = {
      sn: sigmas.out,
      ssn: sigmas.out,
      bsn: (sigmas.out + sigmas.in) / 2,
      bssn: (sigmas.out + sigmas.in) / 2,
      "sn-conv": sigmas.conv,
      "frobenius-norm": Math.sqrt(inner(weight, weight)),
    }[name];
    if (expected === undefined) {
      expect(rows(effective)).toBeAllclose(new Float64Array(spec.shape[0]!).fill(1), converged);
      return;
    }
    expect([measures.sigma ?? measures.norm!]).toBeAllclose([expected], converged);
    expect(effective).toBeAllclose(
      Array.from(weight, (w) => (scale * w) / expected),
      converged,
    );
  });

  test("does not depend on the length of W", () => {
    const { weight: effective } = reparametrize(method, spec, weight, states);
    for (const factor of [0.5, 7, 1e5]) {
      const longer = Float64Array.from(weight, (w) => w * factor);
      const found = reparametrize(method, spec, longer, states);
      expect(found.weight).toBeAllclose(effective, float64Golden);
    }
  });

  test.each(["constant", "differentiated"])(
    "the gradient is orthogonal to W (u, v %s)",
    (vectors) => {
      const upstream = gaussian(weight.length, "upstream");
      const { gradient } = reparametrize(withVectors(vectors), spec, weight, states, upstream);
      const bound = 1e-12 * inner(upstream, upstream);
      expect([inner(gradient, weight)]).toBeAllclose([0], { absolute: bound });
      expect(inner(gradient, gradient)).toBeGreaterThan(1e-3);
    },
  );

  test.each([
    ["differentiated", "from any vector", states],
    ["constant", "once the vector has converged", settled],
  ])("the gradient is the derivative: u, v %s, %s", (vectors, _when, held) => {
    const g = createBuilder();
    const input = (of: string, size: readonly number[]) =>
      g.input(of, { dtype: "float32", shape: size });
    const raw = input("weight", shape);
    const upstream = input("upstream", shape);
    const used = withVectors(vectors);
    const inputs = Object.fromEntries(
      used.states(spec).map((s) => [s.name, input(s.name, s.shape)]),
    );
    const value = dot(g, used.apply(g, raw, inputs, spec).weight, upstream);
    const numbers = { weight, upstream: gaussian(weight.length, "upstream"), ...held };
    const feeds = Object.fromEntries(
      Object.entries(numbers).map(([of, data]) => [of, Float64Array.from(data)]),
    );
    const graph = {
      inputs: { weight: raw, upstream, ...inputs },
      outputs: { value, slope: gradient(g, value, [raw])[0]! },
    };
    checkDerivative({ graph, feeds }, { of: "value", gradients: { weight: "slope" } });
  });
});

describe.each([...matrices, "weight-norm", "frobenius-norm"])("%s", (name) => {
  const ways = matrices.includes(name) ? [{}, { vector: "right" }, { sigma: "exact" }] : [{}];
  test.each(ways)(
    "takes a transposed convolution by its outputs, as the swapped weight: %o",
    (options) => {
      const method = create(name, options);
      const { spec, weight, states } = start(method, [4, 3, 2, 2]);
      const swap = (data: ArrayLike<number>) => swapChannels(spec.shape, data);
      const upstream = gaussian(weight.length, "upstream");
      const expected = reparametrize(method, spec, weight, states, upstream);
      const transposed: ParameterSpec = {
        ...weightSpec(3, 4, 2, 2),
        convolution: { ...spec.convolution!, transposed: true },
      };
      expect(method.states(transposed)).toEqual(method.states(spec));
      const found = reparametrize(
        method,
        transposed,
        swap(weight).data,
        states,
        swap(upstream).data,
      );
      expect(found.weight).toBeAllclose(swap(expected.weight).data, float64Golden);
      expect(found.gradient).toBeAllclose(swap(expected.gradient).data, float64Golden);
      for (const [of, vector] of Object.entries(expected.advanced)) {
        expect(found.advanced[of]).toBeAllclose(vector, float64Golden);
      }
    },
  );
});

test.each(matrices)("%s with an exact σ keeps nothing and moves nothing", (name) => {
  for (const advance of ["update", "forward", "pass"]) {
    const method = create(name, { sigma: "exact", advance });
    const { spec, weight } = start(method, [4, 3, 2, 2]);
    expect(method.states(spec)).toEqual([]);
    const { moved, advanced } = reparametrize(method, spec, weight, {});
    expect([moved, advanced]).toEqual([{}, {}]);
  }
});

describe.each(names)("%s equals PyTorch's", (name) => {
  test.each(goldenCases(name, "reparametrizations.json"))("$name", ({ attrs, inputs, outputs }) => {
    const { weight, upstream, ...vectors } = inputs;
    const { place, ...options } = attrs;
    const method = create(name, options);
    const spec = {
      ...weightSpec(...weight!.shape),
      ...(place && { convolution: place as ConvolutionPlace }),
    };
    expect(method.states(spec).map((state) => state.name)).toEqual(Object.keys(vectors));
    const states = Object.fromEntries(Object.entries(vectors).map(([of, { data }]) => [of, data]));
    const found = reparametrize(method, spec, weight!.data, states, upstream!.data);
    expect(found.weight).toBeAllclose(outputs.effective!.data, float64Golden);
    expect(found.gradient).toBeAllclose(outputs["gradient.weight"]!.data, float64Golden);
    if (!spectral.includes(name)) return;
    expect([found.measures.sigma!]).toBeAllclose(outputs.sigma!.data, float64Golden);
    for (const of of Object.keys(vectors)) {
      expect(found.advanced[of]).toBeAllclose(outputs[`next.${of}`]!.data, float64Golden);
    }
    const exact = Object.keys(vectors).map((of) => outputs[`exact.${of}`]!.data[0]!);
    const settled = settle(name, spec, weight!.data, states, options);
    const { measures } = reparametrize(method, spec, weight!.data, settled);
    const mean = exact.reduce((a, b) => a + b) / exact.length;
    expect([measures.sigma!]).toBeAllclose([mean], converged);
  });
});
