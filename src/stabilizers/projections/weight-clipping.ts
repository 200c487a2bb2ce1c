/** Weight clipping (`clip`). */
import { z } from "zod";
import { widthRatio } from "../../nn/index.ts";
import type { ProjectionMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Projection } from "../types.ts";

/** Options of {@link weightClipping}. */
export const weightClippingOptions = z.strictObject({
  limit: z
    .number()
    .positive()
    .default(0.01)
    .describe("c: weights are kept in [-c, c] (Miyato et al.: 0.01)"),
});

/**
 * W ← min(max(W, −c), c) after each update; with c·√r in place of c for a weight with a reference, r its
 * {@link widthRatio}. @see Arjovsky et al. 2017, Algorithm 1.
 */
export function weightClipping(options: z.input<typeof weightClippingOptions> = {}): Projection {
  const { limit } = parseOptions("weightClipping", weightClippingOptions, options);
  return (g, weight, spec) => {
    const c = limit * Math.sqrt(widthRatio(spec));
    return g.maximum(g.minimum(weight, c), -c);
  };
}

/** `clip` in a config. */
export const weightClippingMethod = {
  summary: "weight clipping (Arjovsky et al. 2017)",
  options: weightClippingOptions,
  create: weightClipping,
  limitsSlope: true,
} as const satisfies ProjectionMethod<typeof weightClippingOptions>;
