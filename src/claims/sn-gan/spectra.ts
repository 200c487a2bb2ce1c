/** SN-GAN, figure 3: the spectra that weight clipping, weight norm and SN leave. */

import { effectiveRank } from "../../analysis/weights/index.ts";
import { lineChart } from "../../report/page/index.ts";
import { formatShare } from "../../text.ts";
import type { Claim } from "../claim.ts";
import { figureOf } from "../findings.ts";
import { type WeightAt, weightsOf } from "../measured.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";
import { methodTrial } from "./methods.ts";

const METHODS = ["weight clipping", "weight norm", "SN"] as const;
const LAYERS = ["conv1", "conv2", "conv3", "conv4", "conv5"] as const;

/** Effective rank of a weight over the most that it can be. */
function rankShare({ spectrum, shape }: WeightAt): number {
  const [rows = 1, ...rest] = shape;
  return (
    effectiveRank(spectrum()) /
    Math.min(
      rows,
      rest.reduce((a, b) => a * b, 1),
    )
  );
}

export const spectra: Claim = {
  name: "spectra",
  paper: "SN-GAN",
  where: "figure 3",
  claimed:
    "Weight clipping and weight normalization leave weights that concentrate on a few singular directions in the first five layers; under SN the singular values are spread.",
  method: {
    small: `${SMALL_NETWORKS}; setting C, 1000 generator steps; exact singular values at the end. Concentration is told by the effective rank, the exponential of the entropy of the singular values' shares.`,
    paper:
      "The standard CNN on CIFAR-10, setting C, 100 000 steps; exact singular values at the end.",
  },
  published: "shown as curves; no numbers",
  criterion:
    "The effective rank, as a share of the full rank and in the mean of the first five convolutions, is larger under SN than under either of the others.",
  test: {
    kind: "trials",
    trials: (scale) =>
      atScale(
        scale,
        METHODS.map((method) => methodTrial(method, "C")),
        {
          steps: 1000,
          evaluated: false,
        },
      ),
    seeds: { small: 1, paper: 1 },
    async judge(runs, { progress }) {
      const found: { method: string; seed: number; layers: readonly WeightAt[] }[] = [];
      for (const [i, run] of runs.entries()) {
        progress("singular values", i, runs.length);
        const weights = await weightsOf(run, (step, last) => step === last);
        found.push({
          method: String(run.point.method),
          seed: run.seed,
          layers: LAYERS.map((name) => weights.find(({ layer }) => layer === name)!),
        });
      }
      const shares = (method: string) => {
        const own = found.filter((one) => one.method === method);
        return LAYERS.map(
          (_, l) => own.reduce((sum, { layers }) => sum + rankShare(layers[l]!), 0) / own.length,
        );
      };
      const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
      const means = METHODS.map((method) => mean(shares(method)));
      const sn = means.at(-1)!;
      return {
        held: means.slice(0, -1).every((other) => sn > other),
        measured: `Effective rank over full rank, mean of five layers: ${METHODS.map((method, i) => `${method} ${formatShare(means[i]!)}`).join(", ")}.`,
        tables: [
          {
            title: "Effective rank over full rank",
            head: ["method", ...LAYERS, "mean"],
            rows: METHODS.map((method, i) => [
              method,
              ...shares(method).map((share) => formatShare(share)),
              formatShare(means[i]!),
            ]),
          },
        ],
        charts: figureOf(LAYERS, (layer, l) =>
          lineChart({
            title: `Squared singular values of ${layer}`,
            x: { label: "index" },
            y: { label: "share of the largest" },
            series: found
              .filter(({ seed }) => seed === found[0]!.seed)
              .map(({ method, layers }) => {
                const values = Array.from(layers[l]!.spectrum());
                return {
                  name: method,
                  x: values.map((_, i) => i + 1),
                  y: values.map((value) => (value / values[0]!) ** 2),
                };
              }),
          }),
        ),
      };
    },
  },
};
