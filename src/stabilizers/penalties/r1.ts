/** The R1 gradient penalty (`r1`). */
import { z } from "zod";
import { gradient, square, sum } from "../../graph/index.ts";
import type { PenaltyMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Penalty } from "../types.ts";

/** Options of {@link r1}. */
export const r1Options = z.strictObject({
  weight: z.number().positive().default(10).describe("γ, the strength of the penalty"),
});

/**
 * γ/2 · E‖∇ₓD(x)‖² over real images x: a scalar.
 *
 * @see Mescheder, Geiger & Nowozin 2018, eq. 9.
 */
export function r1(options: z.input<typeof r1Options> = {}): Penalty {
  const { weight } = parseOptions("r1", r1Options, options);
  return ({ g, discriminate, real }) => {
    const [slope] = gradient(g, sum(g, discriminate(real)), [real]);
    const [n = 1] = real.shape;
    return g.mul(sum(g, square(g, slope!)), weight / (2 * n));
  };
}

/** `r1` in a config. */
export const r1Method = {
  summary: "squared gradient norm on real images (Mescheder et al. 2018)",
  options: r1Options,
  create: r1,
  differentiatesTwice: true,
  limitsSlope: true,
  ofRawWeights: false,
} as const satisfies PenaltyMethod<typeof r1Options>;
