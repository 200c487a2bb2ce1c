/** SN-GAN, figure 9: that the norms stay near 1 is due to power iteration. */

import { verdictOf } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import type { Claim, TrialRun } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { type WeightAt, weightsOf } from "../measured.ts";
import { atScale, keptEvery, methodTrials, SMALL_NETWORKS } from "../small.ts";
import { BAND, lateNorms, normsChart, shareInBand } from "./sigma-band.ts";

const METHODS = {
  "one round": {},
  none: { "discriminator.reparametrization": { name: "sn", advance: "never" } },
} as const;
type Method = keyof typeof METHODS;

export const noIteration: Claim = {
  name: "no-iteration",
  paper: "SN-GAN",
  where: "figure 9, algorithm 1",
  claimed:
    "It is the power iteration that keeps the norms of the normalized weights near 1: with one round for each update they stay in figure 9's band, with vectors that never move they do not.",
  method: {
    small: `${SMALL_NETWORKS}; setting C, 300 generator steps, 3 seeds; exact spectral norms at 10 checkpoints; with u moved once in each pass, and with u that stays where it starts, σ then being uᵀWv of one round that is not kept.`,
    paper:
      "The standard CNN on CIFAR-10, setting C, 100 000 steps, 3 seeds; exact spectral norms at 20 checkpoints.",
  },
  published: "with one round: mostly within 0.05 of 1; without, nothing",
  criterion: `After the first tenth of the training, with each seed, ${formatShare(BAND.share)} of all values or more lie within ${BAND.distance} of 1 with one round, and fewer without.`,
  test: {
    kind: "trials",
    trials: (setting) =>
      atScale(
        setting,
        methodTrials("sngan-cifar10-cnn-c", METHODS),
        { steps: 300, checkpoints: 10, evaluated: false },
        keptEvery(5000),
      ),
    seeds: { small: 3, paper: 3 },
    async judge(runs, { progress }) {
      const found: { readonly run: TrialRun; readonly weights: readonly WeightAt[] }[] = [];
      for (const [i, run] of runs.entries()) {
        progress("singular values", i, runs.length);
        found.push({ run, weights: await weightsOf(run) });
      }
      const rows = found.map(({ run: { point, seed }, weights }) => {
        const late = lateNorms(weights);
        const values = late.map(({ sigma }) => sigma.effective);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        return { method: point.method as Method, seed, share: shareInBand(late), least, most };
      });
      const of = (method: Method) => rows.filter((row) => row.method === method);
      const shares = (method: Method) =>
        of(method)
          .map(({ share }) => formatShare(share))
          .join(", ");
      const methods = Object.keys(METHODS) as Method[];
      const first = (method: Method) => found.find(({ run }) => run.point.method === method)!;
      return {
        verdict: verdictOf(
          of("one round").every(({ share }) => share >= BAND.share) &&
            of("none").every(({ share }) => share < BAND.share),
        ),
        measured: `Within ${BAND.distance} of 1, by seed: ${methods.map((method) => `${method} ${shares(method)}`).join("; ")}.`,
        tables: [
          {
            title: "Spectral norms of the normalized weights, after the first tenth",
            head: ["power iteration", "seed", "within the band", "least", "greatest"],
            rows: rows.map(({ method, seed, share, least, most }) => [
              ...[method, seed, formatShare(share)],
              ...[least, most].map(measuredText),
            ]),
          },
        ],
        charts: [
          normsChart("One round for each update", first("one round").weights),
          normsChart("Vectors that never move", first("none").weights),
        ],
      };
    },
  },
};
