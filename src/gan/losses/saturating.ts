/** The minimax loss (`saturating`). */
import { mean } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";
import { nonSaturating } from "./non-saturating.ts";

/**
 * D: E softplus(−D(x)) + E softplus(D(G(z))); G: −E softplus(D(G(z))), the original minimax form,
 * whose generator hardly learns while the discriminator wins.
 *
 * @see Goodfellow et al. 2014.
 */
export const saturating = {
  summary: "the original minimax loss (Goodfellow et al. 2014)",
  needsLimitedSlope: false,
  caution:
    "with the original minimax loss the generator's gradient vanishes while the discriminator wins (Goodfellow et al. 2014); non-saturating is the usual choice",
  discriminator: nonSaturating.discriminator,
  generator: (g, fake) => g.neg(mean(g, g.softplus(fake))),
} as const satisfies Loss;
