/** SN-GAN, tables 7 and 8: γ-reparametrized SN under WGAN-GP. */
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { fidTest } from "../shared-tests.ts";
import { SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  "WGAN-GP": { base: "wgan-gp-cifar10-cnn", set: {} },
  "with weight norm": { base: "wgan-gp-cifar10-cnn-weight-norm", set: {} },
  "with SN": { base: "wgan-gp-cifar10-cnn-sn", set: {} },
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
  test: fidTest({
    methods: METHODS,
    steps: 600,
    title: "WGAN-GP with reparametrized weights",
    decide: (fid) => ({
      held: fid("with SN") < fid("WGAN-GP") && fid("with SN") < fid("with weight norm"),
      measured: `Fréchet distance: WGAN-GP ${measuredText(fid("WGAN-GP"))}, with weight norm ${measuredText(fid("with weight norm"))}, with SN ${measuredText(fid("with SN"))}.`,
    }),
  }),
};
