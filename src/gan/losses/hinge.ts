/** The hinge loss (`hinge`). */
import { mean } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";

/**
 * D: E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))); G: −E D(G(z)).
 *
 * @see Miyato et al. 2018, eq. 16–17.
 */
export const hinge = {
  summary: "the hinge of max(0, 1 ∓ D) (Lim & Ye 2017, Miyato et al. 2018)",
  needsLimitedSlope: false,
  discriminator: (g, real, fake) =>
    g.add(mean(g, g.relu(g.sub(1, real))), mean(g, g.relu(g.add(fake, 1)))),
  generator: (g, fake) => g.neg(mean(g, fake)),
} as const satisfies Loss;
