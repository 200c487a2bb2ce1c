/** The two-sided gradient penalty between real and generated images (`gp`). */
import { z } from "zod";
import { mean, square } from "../../graph/index.ts";
import type { PenaltyMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Penalty } from "../types.ts";
import { slopeEpsilon, strength } from "./options.ts";
import { slopes } from "./slopes.ts";

/** Options of {@link gradientPenalty}. */
export const gradientPenaltyOptions = z.strictObject({
  weight: strength(10, " of the penalty (papers: 10)"),
  epsilon: slopeEpsilon(1e-8, "BSN: 1e-8; Kurach et al.: 1e-4"),
  target: z.number().min(0).default(1).describe("the slope that is not penalized (papers: 1)"),
});

/**
 * λ · E(‖∇D(x̂)‖₂ − target)², x̂ = εx + (1 − ε)G(z), one share ε of U[0, 1) for each image: a scalar.
 * With the Wasserstein loss WGAN-GP, with the standard loss GAN-GP.
 *
 * Differs from the paper: the option `epsilon` stands under the root of the norm, as in the BSN authors'
 * code (1e-8) and in Kurach et al.'s (1e-4), to keep the gradient finite where D is flat.
 *
 * @see Gulrajani et al. 2017, eq. 3.
 */
export function gradientPenalty(options: z.input<typeof gradientPenaltyOptions> = {}): Penalty {
  const { weight, epsilon, target } = parseOptions("gp", gradientPenaltyOptions, options);
  return ({ g, discriminate, real, fake, draw }) => {
    const share = draw("share", [real.shape[0] ?? 1, 1, 1, 1], "uniform");
    const between = g.add(fake, g.mul(share, g.sub(real, fake)));
    const steepness = slopes(g, discriminate, between, epsilon);
    return g.mul(mean(g, square(g, g.sub(steepness, target))), weight);
  };
}

/** `gp` in a config. */
export const gradientPenaltyMethod = {
  summary: "slope 1 between real and generated images: WGAN-GP, GAN-GP (Gulrajani et al. 2017)",
  options: gradientPenaltyOptions,
  create: gradientPenalty,
  differentiatesTwice: true,
  limitsSlope: true,
  ofRawWeights: false,
} as const satisfies PenaltyMethod<typeof gradientPenaltyOptions>;
