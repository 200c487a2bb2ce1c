/** The gradient penalty around the data (`dragan`). */
import { z } from "zod";
import { mean, square } from "../../graph/index.ts";
import type { PenaltyMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Penalty } from "../types.ts";
import { slopeEpsilon, strength } from "./options.ts";
import { slopes } from "./slopes.ts";

/** Options of {@link dragan}. */
export const draganOptions = z.strictObject({
  weight: strength(10, " of the penalty"),
  epsilon: slopeEpsilon(1e-4, "Kurach et al.: 1e-4"),
  clip: z
    .boolean()
    .default(true)
    .describe(
      "keep the moved images in [-1, 1], as Kurach et al. do; points (images of one pixel) never are clipped",
    ),
});

/**
 * λ · E(‖∇D(x̃)‖₂ − 1)² near real images, x̃ = x + std(x)·(U − ½), with U uniform on [0, 1) for each pixel
 * and std(x) over the whole batch (divisor n): a scalar. The slope has `epsilon` under its root.
 *
 * This is Kurach et al.'s form, who clip x̃ to [0, 1], the range of their images; ours are in [-1, 1],
 * where the deviation doubles with the range. Examples `[N, C, 1, 1]` are points of a plane or the like,
 * whose numbers have no range: they are not clipped.
 *
 * Differs from the original authors' code, which moves images in one direction only, by std(x)·U/2, and
 * does not clip.
 *
 * @see Kodali et al. 2017; Kurach et al. 2019.
 */
export function dragan(options: z.input<typeof draganOptions> = {}): Penalty {
  const { weight, epsilon, clip } = parseOptions("dragan", draganOptions, options);
  return ({ g, discriminate, real, draw }) => {
    const [, , height = 1, width = 1] = real.shape;
    const centered = g.sub(real, mean(g, real));
    const deviation = g.sqrt(mean(g, square(g, centered)));
    const noise = g.sub(draw("noise", real.shape, "uniform"), 0.5);
    const moved = g.add(real, g.mul(noise, deviation));
    const clipped = clip && height * width > 1;
    const near = clipped ? g.maximum(g.minimum(moved, 1), -1) : moved;
    const steepness = slopes(g, discriminate, near, epsilon);
    return g.mul(mean(g, square(g, g.sub(steepness, 1))), weight);
  };
}

/** `dragan` in a config. */
export const draganMethod = {
  summary: "slope 1 around real images (Kodali et al. 2017)",
  options: draganOptions,
  create: dragan,
  differentiatesTwice: true,
  limitsSlope: true,
  ofRawWeights: false,
} as const satisfies PenaltyMethod<typeof draganOptions>;
