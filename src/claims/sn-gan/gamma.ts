/** SN-GAN, tables 7 and 8: γ-reparametrized SN under WGAN-GP. */
import type { Claim } from "../claim.ts";
import { fidScores, meanOf, measuredText, scoreChart, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  "WGAN-GP": "wgan-gp-cifar10-cnn",
  "with weight norm": "wgan-gp-cifar10-cnn-weight-norm",
  "with SN": "wgan-gp-cifar10-cnn-sn",
} as const;

export const gamma: Claim = {
  name: "gamma",
  paper: "SN-GAN",
  where: "tables 7 and 8",
  claimed:
    "Under WGAN-GP, weights reparametrized as γ·W/σ(W) with a learnt γ train better than plain weights, and than weight-normalized ones.",
  method: {
    small: `${SMALL_NETWORKS}; the recipes' rates, 600 generator steps, 3 seeds; Fréchet distance by the shapes classifier.`,
    paper: "The standard CNN on CIFAR-10; FID.",
  },
  published: "CIFAR-10, standard CNN, FID: WGAN-GP 40.1, with weight norm 42.4, with SN 32.0",
  criterion: "The mean Fréchet distance with SN is below that of both others.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        Object.entries(METHODS).map(([method, base]) => ({ point: { method }, base, set: {} })),
        { steps: 600 },
      ),
    seeds: { small: 3, paper: 1 },
    async judge(runs) {
      const scores = await fidScores(runs);
      const values = Object.keys(METHODS).map((method) => meanOf(where(scores, { method })));
      const [plain, weightNorm, sn] = values as [number, number, number];
      return {
        held: sn < plain && sn < weightNorm,
        measured: `Fréchet distance: WGAN-GP ${measuredText(plain)}, with weight norm ${measuredText(weightNorm)}, with SN ${measuredText(sn)}.`,
        tables: [scoreTable("Fréchet distance", "Fréchet distance", scores)],
        charts: [scoreChart("WGAN-GP with reparametrized weights", "Fréchet distance", scores)],
      };
    },
  },
};
