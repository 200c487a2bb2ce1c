/** Adversarial losses: functions of the discriminator's raw outputs `[N, 1]`, to scalars that are minimized. */
import { type Builder, mean, type Value } from "../graph/index.ts";

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
} as const satisfies Record<string, Loss>;
