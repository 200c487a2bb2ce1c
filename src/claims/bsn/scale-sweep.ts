/** BSN: a scale beside 1 is better, for SN and for BSN. */
import { lineChart } from "../../report/page/index.ts";
import { reparametrizations } from "../../stabilizers/index.ts";
import type { Claim } from "../claim.ts";
import { fidScores, meanOf, measuredText, scoreTable, where } from "../findings.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";

const PAPER = [
  0.7, 0.8, 0.9, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3, 3.2, 3.4, 3.6, 3.8, 4,
];
const SMALL = [0.7, 1, 1.4, 2, 2.8, 4];

/** The sweep of one of the two methods. */
function scaleSweep(mode: "sn" | "bsn"): Claim {
  const { scaledForm } = reparametrizations[mode];
  const [scaled, plain] = [scaledForm.toUpperCase(), mode.toUpperCase()];
  const base = (scale: number) =>
    `${scale === 1 ? mode : scaledForm}-cifar10-scale-${scale.toFixed(1)}`;
  return {
    name: `scales-${scaled.toLowerCase()}`,
    paper: "BSN",
    where: `scores by the scale, ${scaled}`,
    claimed: `Multiplying ${plain}'s weights by a constant scale, found by a sweep, makes the images better than scale 1.`,
    method: {
      small: `${SMALL_NETWORKS}, hinge loss, the recipes' rates, 1000 generator steps, scales ${SMALL.join(", ")}, 3 seeds; Fréchet distance by the shapes classifier.`,
      paper: `The standard CNN on CIFAR-10, the paper's 19 scales, 5 seeds; FID.`,
    },
    published: null,
    criterion:
      "The scale with the lowest mean Fréchet distance is not 1, and lies below that of scale 1 by more than its deviation over the seeds.",
    test: {
      kind: "trials",
      trials: (scale) =>
        atScale(
          scale,
          (scale === "small" ? SMALL : PAPER).map((value) => ({
            point: { scale: value },
            base: base(value),
            set: {},
          })),
          { steps: 1000 },
        ),
      seeds: { small: 3, paper: 5 },
      async judge(runs) {
        const scores = await fidScores(runs);
        const best = scores.reduce((a, b) => (b.mean < a.mean ? b : a));
        const one = meanOf(where(scores, { scale: 1 }));
        return {
          held: best.point.scale !== 1 && best.mean + best.std < one,
          measured: `Fréchet distance: ${measuredText(one)} at scale 1, ${measuredText(best.mean)} ± ${measuredText(best.std)} at the best, ${best.point.scale}.`,
          tables: [scoreTable("Fréchet distance by the scale", "Fréchet distance", scores)],
          charts: [
            lineChart({
              title: `${scaled} by the scale`,
              x: { label: "scale" },
              y: { label: "Fréchet distance" },
              series: [
                {
                  name: scaled,
                  x: scores.map(({ point }) => Number(point.scale)),
                  y: scores.map(({ mean }) => mean),
                  band: {
                    low: scores.map(({ mean, std }) => mean - std),
                    high: scores.map(({ mean, std }) => mean + std),
                  },
                },
              ],
            }),
          ],
        };
      },
    },
  };
}

export const scalesSsn = scaleSweep("sn");
export const scalesBssn = scaleSweep("bsn");
