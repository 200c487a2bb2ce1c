/** Division of a weight by spectral norms: what SN and its siblings share. */
import { z } from "zod";
import type { Builder, Value } from "../../graph/index.ts";
import { limited } from "../../limits.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import { parseOptions } from "../options.ts";
import {
  byPowerIteration,
  type Direction,
  directionOperator,
  exactly,
  type SpectralEstimate,
} from "../spectral/spectral-estimate.ts";
import type { Reparametrization } from "../types.ts";

/** Options of power iteration in every method that has it, with the SN-GAN paper's choices as defaults. */
export const powerOptions = z.strictObject({
  iterations: limited(z.int().min(1), {
    most: 1000,
    because: "each is a part of the graph that is compiled",
  })
    .default(1)
    .describe("rounds of power iteration in each step (paper: 1)"),
  epsilon: z
    .number()
    .positive()
    .default(1e-12)
    .describe("added to the norms of u and v (the authors' code: 1e-12)"),
  vectors: z
    .enum(["constant", "differentiated"])
    .default("constant")
    .describe(
      "whether the gradient takes u and v as constants (Miyato et al.) or flows through the power step (the BSN authors' code)",
    ),
  vector: z
    .enum(["left", "right"])
    .default("left")
    .describe(
      "which singular vector is stored, where a round of power iteration starts: u, as long as the layer's outputs (the papers), or v, as long as its inputs (compare_gan has either)",
    ),
  advance: z
    .enum(["update", "forward", "pass", "never"])
    .default("update")
    .describe(
      "when the stored vectors move: update, once after each update of their network (the BSN authors' code); forward, once in the forward pass of every step, the discriminator's in generator steps too; pass, in each pass of every step, so twice in a discriminator step, where real and generated images then pass one after the other, each through weights of their own (the SN-GAN authors' code); never, they stay where they start, which shows what power iteration is for",
    ),
});

/** Options of every method that divides by spectral norms of matrices. */
export const spectralNormOptions = powerOptions.extend({
  sigma: z
    .enum(["power-iteration", "exact"])
    .default("power-iteration")
    .describe(
      "how σ is found: by power iteration, or exactly, as a reference for small layers: without a stored vector and the other options of power iteration, at a cost that grows with the cube of the matrix's shorter side",
    ),
});
export type SpectralNormOptions = z.input<typeof spectralNormOptions>;

/** The options of power iteration, which have no effect beside exact norms, and why. */
function idleWhenExact({ sigma }: z.output<typeof spectralNormOptions>) {
  if (sigma !== "exact") return undefined;
  return {
    options: Object.keys(powerOptions.shape),
    because: "sigma is exact: there is no power iteration",
  };
}

/** The properties of every method that divides by spectral norms of matrices. */
export const dividesBySpectralNorms = {
  scaleFree: true,
  limitsSlope: true,
  idle: idleWhenExact,
} as const;

/**
 * W / mean of σ over the directions, each σ by power iteration from a persistent vector of its own, or
 * exactly. The measures are `sigma`, the mean, and with several directions each of theirs.
 *
 * @param method the method's name, for what is wrong with its options.
 * @param directionsOf the directions of a weight, at least one.
 * @throws EvenkeelError `CONFIG` for options out of range.
 */
export function divideBySpectralNorms(
  method: string,
  given: SpectralNormOptions,
  directionsOf: (spec: ParameterSpec) => readonly Direction[],
): Reparametrization {
  const options = parseOptions(method, spectralNormOptions, given);
  const estimate = (spec: ParameterSpec, direction: Direction) =>
    options.sigma === "exact"
      ? exactly(spec, direction)
      : byPowerIteration(directionOperator(spec, direction), options);
  return divideByEstimates(
    (spec) => directionsOf(spec).map((direction) => estimate(spec, direction)),
    options.advance,
  );
}

/**
 * W / mean of the estimates of σ.
 *
 * @param estimatesOf the estimates for a weight, at least one.
 * @param advance when the estimates' states move.
 */
export function divideByEstimates(
  estimatesOf: (spec: ParameterSpec) => readonly SpectralEstimate[],
  advance: z.output<typeof powerOptions>["advance"],
): Reparametrization {
  const movesInPasses = advance === "forward" || advance === "pass";
  return {
    eachPass: advance === "pass",
    states: (spec) => estimatesOf(spec).flatMap(({ states }) => states),
    apply(g, weight, states, spec) {
      const found = estimatesOf(spec).map(({ measure, estimate }) => ({
        measure,
        ...estimate(g, weight, states),
      }));
      const sigma = meanOf(
        g,
        found.map((each) => each.sigma),
      );
      const each = found.length > 1 ? found.map((one) => [one.measure, one.sigma] as const) : [];
      return {
        weight: g.div(weight, sigma),
        measures: { sigma, ...Object.fromEntries(each) },
        moved: movesInPasses ? Object.assign({}, ...found.map(({ next }) => next)) : {},
      };
    },
    advance(g, weight, states, spec) {
      if (advance !== "update") return {};
      const found = estimatesOf(spec).map(({ estimate }) => estimate(g, weight, states).next);
      return Object.assign({}, ...found);
    },
  };
}

function meanOf(g: Builder, values: readonly Value[]): Value {
  const total = values.reduce((a, b) => g.add(a, b));
  return values.length > 1 ? g.mul(total, 1 / values.length) : total;
}
