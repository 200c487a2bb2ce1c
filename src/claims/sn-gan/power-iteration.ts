/** SN-GAN, figure 9: one round of power iteration an update is enough. */

import { verdictOf } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import type { Claim } from "../claim.ts";
import { weightTest } from "../designs/index.ts";
import { measuredText } from "../findings.ts";
import { SMALL_NETWORKS } from "../small.ts";
import { BAND, lateNorms, normsChart, shareInBand } from "./sigma-band.ts";

export const powerIteration: Claim = {
  name: "power-iteration",
  paper: "SN-GAN",
  where: "figure 9",
  claimed:
    "With one round of power iteration for each update, the spectral norms of the convolutions' normalized weights stay near 1 all through training.",
  method: {
    small: `${SMALL_NETWORKS}; setting C, 600 generator steps; exact spectral norms at 20 checkpoints.`,
    paper:
      "The standard CNN on CIFAR-10, setting C, 100 000 steps; exact spectral norms at 20 checkpoints.",
  },
  published:
    "mostly within 0.05 of 1; the sixth and the seventh convolution are off by more than 0.1 early, then settle",
  criterion: `After the first tenth of the training, ${formatShare(BAND.share)} of all values lie within ${BAND.distance} of 1.`,
  test: weightTest({
    base: "sngan-cifar10-cnn-c",
    steps: 600,
    checkpoints: 20,
    checkpointEvery: 5000,
    judge(weights) {
      const late = lateNorms(weights);
      const share = shareInBand(late);
      const layers = [...new Set(late.map(({ layer }) => layer))];
      const worst = late.reduce((a, b) =>
        Math.abs(b.sigma.effective - 1) > Math.abs(a.sigma.effective - 1) ? b : a,
      );
      return {
        verdict: verdictOf(share >= BAND.share),
        measured: `${formatShare(share)} of ${late.length} values lie within ${BAND.distance} of 1; the worst is ${measuredText(worst.sigma.effective)}, ${worst.layer} at step ${worst.step}.`,
        tables: [
          {
            title: "Spectral norms of the normalized weights, after the first tenth",
            head: ["layer", "least", "greatest", "at the end"],
            rows: layers.map((layer) => {
              const values = late
                .filter((one) => one.layer === layer)
                .map((one) => one.sigma.effective);
              return [
                layer,
                measuredText(Math.min(...values)),
                measuredText(Math.max(...values)),
                measuredText(values.at(-1)!),
              ];
            }),
          },
        ],
        charts: [normsChart("Spectral norms of the normalized weights", weights)],
      };
    },
  }),
};
