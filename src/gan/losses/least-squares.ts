/** The least squares loss (`least-squares`). */
import { mean, square } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";

/**
 * D: ½ E(D(x) − 1)² + ½ E D(G(z))²; G: ½ E(D(G(z)) − 1)².
 *
 * @see Mao et al. 2017.
 */
export const leastSquares = {
  summary: "squared distances from 1 and 0 (Mao et al. 2017)",
  needsLimitedSlope: false,
  undecided: 0.5,
  discriminator: (g, real, fake) =>
    g.mul(g.add(mean(g, square(g, g.sub(real, 1))), mean(g, square(g, fake))), 0.5),
  generator: (g, fake) => g.mul(mean(g, square(g, g.sub(fake, 1))), 0.5),
} as const satisfies Loss;
