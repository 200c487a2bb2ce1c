/** Adversarial losses: functions of the discriminator's raw outputs `[N, 1]`, to scalars that are minimized. */
import { type Builder, mean, square, type Value } from "../graph/index.ts";

/** The two halves of an adversarial loss. */
export interface Loss {
  /** One line for help texts. */
  readonly summary: string;
  /** What the discriminator minimizes, from its outputs on real and on generated images. */
  discriminator(g: Builder, real: Value, fake: Value): Value;
  /** What the generator minimizes, from the discriminator's outputs on generated images. */
  generator(g: Builder, fake: Value): Value;
}

export const losses = {
  /**
   * D: E softplus(−D(x)) + E softplus(D(G(z))); G: E softplus(−D(G(z))), the non-saturating form.
   *
   * @see Goodfellow et al. 2014; Miyato et al. 2018, section 4 (D there is the sigmoid of ours).
   */
  "non-saturating": {
    summary: "the standard loss, the generator maximizing log D (Goodfellow et al. 2014)",
    discriminator: (g, real, fake) =>
      g.add(mean(g, g.softplus(g.neg(real))), mean(g, g.softplus(fake))),
    generator: (g, fake) => mean(g, g.softplus(g.neg(fake))),
  },
  /**
   * D: E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))); G: −E D(G(z)).
   *
   * @see Miyato et al. 2018, eq. 16–17.
   */
  hinge: {
    summary: "hinge loss (Lim & Ye 2017; Miyato et al. 2018)",
    discriminator: (g, real, fake) =>
      g.add(mean(g, g.relu(g.sub(1, real))), mean(g, g.relu(g.add(fake, 1)))),
    generator: (g, fake) => g.neg(mean(g, fake)),
  },
  /**
   * D: E softplus(−D(x)) + E softplus(D(G(z))); G: −E softplus(D(G(z))), the original minimax form,
   * whose generator hardly learns while the discriminator wins.
   *
   * @see Goodfellow et al. 2014.
   */
  saturating: {
    summary: "the original minimax loss (Goodfellow et al. 2014)",
    discriminator: (g, real, fake) =>
      g.add(mean(g, g.softplus(g.neg(real))), mean(g, g.softplus(fake))),
    generator: (g, fake) => g.neg(mean(g, g.softplus(fake))),
  },
  /**
   * D: E D(G(z)) − E D(x); G: −E D(G(z)). Needs a discriminator of bounded slope.
   *
   * @see Arjovsky et al. 2017.
   */
  wasserstein: {
    summary: "Wasserstein loss; needs a penalty, clipping or normalization (Arjovsky et al. 2017)",
    discriminator: (g, real, fake) => g.sub(mean(g, fake), mean(g, real)),
    generator: (g, fake) => g.neg(mean(g, fake)),
  },
  /**
   * D: ½ E(D(x) − 1)² + ½ E D(G(z))²; G: ½ E(D(G(z)) − 1)².
   *
   * @see Mao et al. 2017.
   */
  "least-squares": {
    summary: "least squares loss (Mao et al. 2017)",
    discriminator: (g, real, fake) =>
      g.mul(g.add(mean(g, square(g, g.sub(real, 1))), mean(g, square(g, fake))), 0.5),
    generator: (g, fake) => g.mul(mean(g, square(g, g.sub(fake, 1))), 0.5),
  },
} as const satisfies Record<string, Loss>;
