/** SN_conv of a convolution against the decomposition of its matrix. */
import { expect } from "vitest";
import { sizeOf } from "../../../src/graph/index.ts";
import type { ConvolutionPlace, ParameterSpec } from "../../../src/nn/index.ts";
import { convolutionSpectralNorm } from "../../../src/stabilizers/index.ts";
import { converged, float64Golden } from "../tolerances.ts";
import { type Convolution, convolutionMatrix } from "./convolution-matrix.ts";
import { firstSingularTriple, gaussian, powerRound } from "./matrices.ts";
import { reparametrize, weightSpec } from "./reparametrizations.ts";

/** The weight of a convolution at its place. */
export function specOf(shape: readonly number[], convolution: ConvolutionPlace): ParameterSpec {
  return { ...weightSpec(...shape), convolution };
}

/** From the exact vector σ is exact; from another, one round of power iteration is the matrix's. */
export function expectNormOfMatrix(
  vector: "left" | "right",
  { shape, ...place }: Convolution,
): void {
  const name = vector === "left" ? "u" : "v";
  const spec = specOf(shape, place);
  const weight = gaussian(sizeOf(shape), `weight ${shape}`);
  const matrix = convolutionMatrix(shape, weight, place);
  const exact = firstSingularTriple(matrix);
  const method = convolutionSpectralNorm({ vector });
  const states = method.states(spec);
  expect(states.map((state) => state.name)).toEqual([name]);
  expect(states[0]!.shape[0]).toBe(1);

  const settled = reparametrize(method, spec, weight, { [name]: exact[name] });
  expect([settled.measures.sigma!]).toBeAllclose([exact.sigma], converged);
  expect(settled.weight).toBeAllclose(
    Array.from(weight, (w) => w / exact.sigma),
    converged,
  );

  const start = gaussian(sizeOf(states[0]!.shape), "start");
  const round = powerRound(vector === "left" ? matrix : matrix.transpose(), start);
  const found = reparametrize(method, spec, weight, { [name]: start });
  expect([found.measures.sigma!]).toBeAllclose([round.sigma], float64Golden);
  expect(found.advanced[name]).toBeAllclose(round.u, float64Golden);
}
