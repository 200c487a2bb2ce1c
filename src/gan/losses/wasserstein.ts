/** The Wasserstein loss (`wasserstein`). */
import { mean } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";

/**
 * D: E D(G(z)) − E D(x); G: −E D(G(z)). Needs a discriminator of limited slope.
 *
 * @see Arjovsky et al. 2017.
 */
export const wasserstein = {
  summary:
    "the difference of the means, which needs a penalty, clipping or normalization (Arjovsky et al. 2017)",
  needsLimitedSlope: true,
  undecided: null,
  discriminator: (g, real, fake) => g.sub(mean(g, fake), mean(g, real)),
  generator: (g, fake) => g.neg(mean(g, fake)),
} as const satisfies Loss;
