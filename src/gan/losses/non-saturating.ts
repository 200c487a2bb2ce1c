/** The non-saturating loss (`non-saturating`). */
import { mean } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";

/**
 * D: E softplus(−D(x)) + E softplus(D(G(z))); G: E softplus(−D(G(z))), the non-saturating form.
 *
 * @see Goodfellow et al. 2014; Miyato et al. 2018, section 4 (D there is the sigmoid of ours).
 */
export const nonSaturating = {
  summary: "the standard loss, the generator maximizing log D (Goodfellow et al. 2014)",
  needsLimitedSlope: false,
  discriminator: (g, real, fake) =>
    g.add(mean(g, g.softplus(g.neg(real))), mean(g, g.softplus(fake))),
  generator: (g, fake) => mean(g, g.softplus(g.neg(fake))),
} as const satisfies Loss;
