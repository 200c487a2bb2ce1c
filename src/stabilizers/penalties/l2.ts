/** L2 regularization of the discriminator's weights (`l2`). */
import { z } from "zod";
import { square, sum } from "../../graph/index.ts";
import type { PenaltyMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Penalty } from "../types.ts";
import { strength } from "./options.ts";

/** Options of {@link l2}. */
export const l2Options = z.strictObject({
  weight: strength(1, " (Kurach et al. search 1e-4 … 10)"),
});

/**
 * λ times the mean of ½‖W‖² over the discriminator's raw weights, biases left out: a scalar.
 *
 * @see Kurach et al. 2019.
 */
export function l2(options: z.input<typeof l2Options> = {}): Penalty {
  const { weight } = parseOptions("l2", l2Options, options);
  return ({ g, weights }) => {
    const halves = weights.map((w) => sum(g, square(g, w)));
    const total = halves.reduce((a, b) => g.add(a, b));
    return g.mul(total, weight / (2 * weights.length));
  };
}

/** `l2` in a config. */
export const l2Method = {
  summary: "half the mean squared norm of the weights (Kurach et al. 2019)",
  options: l2Options,
  create: l2,
  differentiatesTwice: false,
  limitsSlope: false,
  ofRawWeights: true,
} as const satisfies PenaltyMethod<typeof l2Options>;
