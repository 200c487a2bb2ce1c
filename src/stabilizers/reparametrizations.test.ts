/** What all methods that normalize a weight have in common, and that each computes what PyTorch does. */
import { describe, expect, test } from "vitest";
import { goldenCases } from "../../test/golden-cases.ts";
import { checkDerivative } from "../../test/graph/finite-difference.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
  swapChannels,
} from "../../test/matrices.ts";
import type { Numbers } from "../../test/networks.ts";
import { reparametrize, weightSpec } from "../../test/reparametrizations.ts";
import { converged, float64Golden } from "../../test/tolerances.ts";
import { createBuilder, dot, gradient, sizeOf } from "../graph/index.ts";
import { type Method, reparametrizations } from "./registry.ts";
import type { Reparametrization } from "./types.ts";

const spectral = ["sn", "ssn", "bsn", "bssn"];
const names = [...spectral, "weight-norm", "frobenius-norm"];
const shapes = [
  ["a convolution", [4, 3, 2, 2]],
  ["a convolution with more inputs", [2, 5, 3, 1]],
  ["a dense layer", [5, 7]],
] as const;
const both = names.flatMap((name) =>
  shapes.map(([what, shape]) => ({ name, what, shape, scale: /^b?ssn$/.test(name) ? 1.5 : 1 })),
);

function create(name: string, options: object = {}): Reparametrization {
  const method = (reparametrizations as Record<string, Method<unknown>>)[name]!;
  return method.create(method.options.parse(options)) as Reparametrization;
}

/** With the scale where there is one, and these options where they are known. */
function createScaled(name: string, scale: number, options: object = {}): Reparametrization {
  const known = spectral.includes(name) ? options : {};
  return create(name, scale === 1 ? known : { ...known, scale });
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

/** The states after many power steps with this weight. */
function settle(name: string, shape: readonly number[], weight: ArrayLike<number>, from: Numbers) {
  if (!spectral.includes(name)) return {};
  const method = create(name, { iterations: 50 });
  let states = from;
  for (let i = 0; i < 20; i++) {
    states = reparametrize(method, weightSpec(...shape), weight, states).advanced;
  }
  return states;
}

/** σ by full decompositions of the weight laid out by outputs and by inputs. */
function exactSigmas(shape: readonly number[], weight: ArrayLike<number>) {
  const swapped = swapChannels(shape, weight);
  return {
    out: firstSingularTriple(asMatrix(shape, weight)).sigma,
    in: firstSingularTriple(asMatrix(swapped.shape, swapped.data)).sigma,
  };
}

describe.each(both)("$name of $what", ({ name, shape, scale }) => {
  const method = createScaled(name, scale);
  const { spec, weight, states } = start(method, shape);

  test("after many power steps, divides by the exact norm", () => {
    const settled = settle(name, shape, weight, states);
    const { weight: effective, measures } = reparametrize(method, spec, weight, settled);
    const rows = (of: ArrayLike<number>) => {
      const matrix = asMatrix(shape, of);
      return Array.from({ length: matrix.rows }, (_, i) => Math.hypot(...matrix.getRow(i)));
    };
    const sigmas = exactSigmas(shape, weight);
    const expected = {
      sn: sigmas.out,
      ssn: sigmas.out,
      bsn: (sigmas.out + sigmas.in) / 2,
      bssn: (sigmas.out + sigmas.in) / 2,
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
      const used = createScaled(name, scale, { vectors });
      const { gradient } = reparametrize(used, spec, weight, states, upstream);
      const bound = 1e-12 * inner(upstream, upstream);
      expect([inner(gradient, weight)]).toBeAllclose([0], { absolute: bound });
      expect(inner(gradient, gradient)).toBeGreaterThan(1e-3);
    },
  );

  test.each([
    ["differentiated", "from any u", states],
    ["constant", "once u has converged", settle(name, shape, weight, states)],
  ])("the gradient is the derivative: u, v %s, %s", (vectors, _when, held) => {
    const g = createBuilder();
    const input = (of: string, size: readonly number[]) =>
      g.input(of, { dtype: "float32", shape: size });
    const raw = input("weight", shape);
    const upstream = input("upstream", shape);
    const used = createScaled(name, scale, { vectors });
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

describe.each(names)("%s equals PyTorch's", (name) => {
  test.each(goldenCases(name, "reparametrizations.json"))("$name", ({ attrs, inputs, outputs }) => {
    const { weight, upstream, ...vectors } = inputs;
    const method = create(name, attrs);
    const spec = weightSpec(...weight!.shape);
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
    const settled = settle(name, weight!.shape, weight!.data, states);
    const { measures } = reparametrize(method, spec, weight!.data, settled);
    const mean = exact.reduce((a, b) => a + b) / exact.length;
    expect([measures.sigma!]).toBeAllclose([mean], converged);
  });
});
