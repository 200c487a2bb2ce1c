/** The two directions of a convolution; the rest is in reparametrizations.test.ts. */
import { describe, expect, test } from "vitest";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  powerRound,
  swapChannels,
} from "../../../test/support/nn/matrices.ts";
import type { Numbers } from "../../../test/support/nn/networks.ts";
import {
  powerIterations,
  reparametrize,
  weightSpec,
} from "../../../test/support/nn/reparametrizations.ts";
import { converged, float64Golden } from "../../../test/support/tolerances.ts";
import { sizeOf } from "../../graph/index.ts";
import { bidirectionalSpectralNorm } from "./bidirectional-spectral-norm.ts";
import type { SpectralNormOptions } from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";

const shape = [6, 4, 3, 2];
const spec = weightSpec(...shape);
const weight = gaussian(sizeOf(shape), "weight");
const swapped = swapChannels(shape, weight);
const states = {
  u: gaussian(6, "u"),
  uIn: gaussian(4, "uIn"),
  v: gaussian(4 * 6, "v"),
  vIn: gaussian(6 * 6, "vIn"),
};
const [byOutputs, byInputs] = [asMatrix(shape, weight), asMatrix(swapped.shape, swapped.data)];

test("keeps a vector for the outputs and one for the inputs of a convolution", () => {
  expect(bidirectionalSpectralNorm().states(spec)).toEqual([
    { name: "u", shape: [6], initial: "normal" },
    { name: "uIn", shape: [4], initial: "normal" },
  ]);
  expect(bidirectionalSpectralNorm({ vector: "right" }).states(spec)).toEqual([
    { name: "v", shape: [4 * 6], initial: "normal" },
    { name: "vIn", shape: [6 * 6], initial: "normal" },
  ]);
});

test("the two σ are those of two matrices; the transpose of one would have the same σ again", () => {
  const exact = firstSingularTriple(byOutputs);
  const other = firstSingularTriple(byInputs);
  const held = { u: exact.u, uIn: other.u };
  const { measures } = reparametrize(bidirectionalSpectralNorm(), spec, weight, held);
  expect([measures.sigmaOut!]).toBeAllclose([exact.sigma], converged);
  expect([measures.sigmaIn!]).toBeAllclose([other.sigma], converged);
  expect([measures.sigma!]).toBeAllclose([(exact.sigma + other.sigma) / 2], converged);

  expect([firstSingularTriple(byOutputs.transpose()).sigma]).toBeAllclose([exact.sigma], converged);
  expect(Math.abs(other.sigma - exact.sigma) / exact.sigma).toBeGreaterThan(0.02);

  const atOnce = reparametrize(bidirectionalSpectralNorm({ sigma: "exact" }), spec, weight, {});
  for (const name of ["sigma", "sigmaOut", "sigmaIn"]) {
    expect([atOnce.measures[name]!]).toBeAllclose([measures[name]!], converged);
  }
});

test("each vector moves by one round of its own matrix", () => {
  const { advanced, moved } = reparametrize(bidirectionalSpectralNorm(), spec, weight, held({}));
  expect(moved).toEqual({});
  expect(Object.keys(advanced)).toEqual(["u", "uIn"]);
  expect(advanced.u).toBeAllclose(powerRound(byOutputs, states.u).u, float64Golden);
  expect(advanced.uIn).toBeAllclose(powerRound(byInputs, states.uIn).u, float64Golden);
});

/** Those of the states that a method with these options keeps. */
function held(options: SpectralNormOptions, from: Numbers = states): Numbers {
  const kept =
    options.sigma === "exact" ? [] : options.vector === "right" ? ["v", "vIn"] : ["u", "uIn"];
  return Object.fromEntries(Object.entries(from).filter(([name]) => kept.includes(name)));
}

describe("every option acts in both directions as it does in sn", () => {
  test.each([...powerIterations, { sigma: "exact" } as const])("%o", (options) => {
    const found = reparametrize(bidirectionalSpectralNorm(options), spec, weight, held(options));
    const { u, uIn, v, vIn } = states;
    const out = reparametrize(spectralNorm(options), spec, weight, held(options, { u, v }));
    const swappedSpec = weightSpec(...swapped.shape);
    const swappedStates = held(options, { u: uIn, v: vIn });
    const into = reparametrize(spectralNorm(options), swappedSpec, swapped.data, swappedStates);
    const vectors = (from: "moved" | "advanced") => ({
      ...out[from],
      ...Object.fromEntries(Object.entries(into[from]).map(([name, x]) => [`${name}In`, x])),
    });
    expect(found.moved).toEqual(vectors("moved"));
    expect(found.advanced).toEqual(vectors("advanced"));
    expect(found.measures.sigmaOut).toBe(out.measures.sigma);
    expect(found.measures.sigmaIn).toBe(into.measures.sigma);
    expect(found.measureGradients.sigmaOut).toEqual(out.measureGradients.sigma);
    const back = swapChannels(swapped.shape, into.measureGradients.sigma!).data;
    expect(found.measureGradients.sigmaIn).toBeAllclose(back, float64Golden);
  });
});

test("a dense layer has spectral normalization, bit for bit", () => {
  const dense = weightSpec(6, 24);
  const options = { iterations: 2 };
  const held = { u: states.u };
  const found = reparametrize(bidirectionalSpectralNorm(options), dense, weight, held);
  expect(found).toEqual(reparametrize(spectralNorm(options), dense, weight, held));
  expect(Object.keys(found.measures)).toEqual(["sigma"]);
});

test("refuses values out of range and unknown names", () => {
  expect(() => bidirectionalSpectralNorm({ iterations: 0 })).toThrow("iterations");
  expect(() => bidirectionalSpectralNorm({ scale: 2 } as object)).toThrow("scale");
});
