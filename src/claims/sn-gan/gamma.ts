/** SN-GAN, tables 7 and 8: γ-reparametrized SN under WGAN-GP. */

import { POWER, pairsNeeded, winningChance } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import type { Claim } from "../claim.ts";
import { minus, pairedTest } from "../designs/index.ts";
import { type Score, scoreChart, scoreTable, where } from "../findings.ts";
import { AGGRESSIVE, AGGRESSIVE_TEXT, atScale, recipeTrials, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  "WGAN-GP": { base: "wgan-gp-cifar10-cnn", set: {} },
  "with weight norm": { base: "wgan-gp-cifar10-cnn-weight-norm", set: {} },
  "with SN": { base: "wgan-gp-cifar10-cnn-sn", set: {} },
} as const;
/** FID of WGAN-GP with SN, and without. */
const PUBLISHED = { withSn: 32, without: 40.1 } as const;

export const gamma: Claim = {
  name: "gamma",
  paper: "SN-GAN",
  where: "tables 7 and 8",
  claimed:
    "Under WGAN-GP, weights reparametrized as γ·W/σ(W) with a learnt γ train better than plain weights, and than weight-normalized ones.",
  method: {
    small: `${SMALL_NETWORKS}; setting D, ${AGGRESSIVE_TEXT}. The published effect is too small for so few seeds: the test measures how many would do.`,
    paper: "The standard CNN on CIFAR-10; FID.",
  },
  published: "CIFAR-10, standard CNN, FID: WGAN-GP 40.1, with weight norm 42.4, with SN 32.0",
  criterion: "The Fréchet distance with SN is below that of both others.",
  test: pairedTest({
    seeds: { small: 5, paper: 5 },
    quotient: "the Fréchet distance with SN over that of the other",
    trials: (setting) =>
      atScale(setting, recipeTrials(METHODS), {
        ...AGGRESSIVE,
        set: { ...AGGRESSIVE.set, nDis: 5 },
      }),
    parts: () =>
      (["WGAN-GP", "with weight norm"] as const).map((method) => ({
        name: method === "WGAN-GP" ? "against plain weights" : "against weight norm",
        hypothesis: `The Fréchet distance with SN is below that of WGAN-GP ${method === "WGAN-GP" ? "with plain weights" : method}.`,
        logQuotient: (log) => minus(log({ method: "with SN" }), log({ method })),
      })),
    show: (scores) => ({
      charts: [scoreChart("WGAN-GP with reparametrized weights", "Fréchet distance", scores)],
      tables: [scoreTable("Every method", "Fréchet distance", scores)],
      notes: powerNotes(scores),
    }),
  }),
};

/** How many seeds the published effect takes with the deviation that was measured. */
function powerNotes(scores: readonly Score[]): readonly string[] {
  const logs = (method: string) => [...where(scores, { method })[0]!.bySeed.values()].map(Math.log);
  const plain = logs("WGAN-GP");
  const differences = logs("with SN")
    .map((log, i) => log - plain[i]!)
    .filter(Number.isFinite);
  if (differences.length < 2) return [];
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (differences.length - 1));
  const effect = Math.log(PUBLISHED.without / PUBLISHED.withSn);
  const chance = winningChance(effect, deviation);
  const needed = pairsNeeded(chance);
  return [
    `The published quotient against plain weights is ${(PUBLISHED.withSn / PUBLISHED.without).toFixed(2)}. The logarithms measured here deviate by ${deviation.toFixed(2)}, so SN wins with ${formatShare(chance)} of the seeds if the effect is as published, and ${needed === null ? "more than a thousand" : needed} seeds find it in ${formatShare(POWER)} of all tests.`,
  ];
}
