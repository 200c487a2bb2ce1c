/** The gradient penalty around the data (`dragan`). */
import { z } from "zod";
import { mean, square } from "../graph/index.ts";
import { parseOptions } from "./options.ts";
import { slopes } from "./slopes.ts";
import type { Penalty } from "./types.ts";

/** Options of {@link dragan}. */
export const draganOptions = z.strictObject({
  weight: z.number().positive().default(10).describe("λ, the strength of the penalty"),
});

/** Added under the root of the squared norm, as in Kurach et al.'s code. */
const EPSILON = 1e-4;

/**
 * λ · E(‖∇D(x̃)‖₂ − 1)² near real images, x̃ = x + std(x)·(U − ½) clipped to [-1, 1], with U uniform on
 * [0, 1) for each pixel and std(x) over the whole batch: a scalar. As Kurach et al.'s code has it, whose
 * images are in [0, 1]; in [-1, 1] the deviation doubles with the range.
 *
 * @see Kodali et al. 2017; Kurach et al. 2019.
 */
export function dragan(options: z.input<typeof draganOptions> = {}): Penalty {
  const { weight } = parseOptions("dragan", draganOptions, options);
  return ({ g, discriminate, real, draw }) => {
    const centered = g.sub(real, mean(g, real));
    const deviation = g.sqrt(mean(g, square(g, centered)));
    const noise = g.sub(draw("noise", real.shape, "uniform"), 0.5);
    const moved = g.add(real, g.mul(noise, deviation));
    const near = g.maximum(g.minimum(moved, 1), -1);
    const steepness = slopes(g, discriminate, near, EPSILON);
    return g.mul(mean(g, square(g, g.sub(steepness, 1))), weight);
  };
}
