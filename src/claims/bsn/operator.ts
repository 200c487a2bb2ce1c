/** BSN: SN of the convolution operator shrinks variance and gradients, reshaped SN does not. */
import { lineChart } from "../../report/page/index.ts";
import type { Claim } from "../claim.ts";
import { judgeParts, type LogOf, pairedDesign, pairedFindings } from "../designs/index.ts";
import { measuredText, scoreOf } from "../findings.ts";
import { checkpointsOf } from "../measured.ts";
import { atScale, SMALL_NETWORKS } from "../small.ts";
import { type BothWays, normalizedBothWays } from "./both-ways.ts";

const SEEDS = { small: 5, paper: 5 };
/** When the weights are taken: at the first checkpoint, and at the last. */
const TIMES = ["early", "at the end"] as const;

const QUOTIENT =
  "the norm of the output's gradient to a weight under SN of the operator over that under SN";

/** What is measured of a run, as points of scores. */
const ALL = "largest of all convolutions";
const FIRST = "first layer";
const LARGEST = "largest quotient of norms";

const PARTS = TIMES.flatMap((when) => [
  {
    name: `${when}, every convolution`,
    hypothesis: `With the weights ${when} the gradient to every convolution is smaller under SN of the operator.`,
    logQuotient: (log: LogOf) => log({ when, what: ALL }),
  },
  {
    name: `${when}, first layer`,
    hypothesis: `With the weights ${when} the gradient to the first layer shrinks by more than the largest quotient of the two norms in any layer: by their product, which vanishes with depth.`,
    logQuotient: (log: LogOf) => log({ when, what: FIRST }) + log({ when, what: LARGEST }),
  },
]);

export const operator: Claim = {
  name: "operator",
  paper: "BSN",
  where: "SN of the reshaped weight against SN of the convolution",
  claimed:
    "Dividing by the convolution operator's spectral norm makes the weights' variance smaller than LeCun's and lets gradients vanish with depth; dividing by that of the reshaped weight does not.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, 300 generator steps under SN. The same raw weights are divided by either norm, early and at the end, and the gradients of the output to each weight compared, in the mean over 8 real and 8 generated images.`,
    paper:
      "The standard CNN on CIFAR-10, hinge loss, α 2e-4, n_dis 1; the same raw weights divided by either norm.",
  },
  published:
    "at the start, standard CNN, by exact decompositions: the operator's spectral norm is 1.15 to 2.35 times the reshaped weight's",
  criterion:
    "Of the same raw weights, the output's gradient to every convolution is smaller under SN of the operator, and that to the first layer by more than the largest quotient of the two norms in any single layer.",
  test: {
    kind: "trials",
    seeds: SEEDS,
    trials: (setting) =>
      atScale(
        setting,
        [{ point: { method: "SN" }, base: "sn-cifar10-lr-2e-4-2e-4", set: {} }],
        { steps: 300, checkpoints: 10, evaluated: false },
        { checkpointEvery: 20_000, keepCheckpoints: 0, "evaluate.every": 0 },
      ),
    design: (_, count) => pairedDesign({ parts: PARTS, quotient: QUOTIENT, count }),
    async judge(runs, { progress, signal }) {
      const found: {
        readonly seed: number;
        readonly when: string;
        readonly rows: readonly BothWays[];
      }[] = [];
      for (const [i, run] of runs.entries()) {
        const steps = run.state === "done" ? await checkpointsOf(run) : [];
        for (const [k, step] of [steps[0], steps.at(-1)].entries()) {
          if (step === undefined || signal.aborted) continue;
          progress("analyses", 2 * i + k, 2 * runs.length);
          const rows = await normalizedBothWays(run, step);
          found.push({ seed: run.seed, when: TIMES[k]!, rows });
        }
      }
      const scores = TIMES.flatMap((when) =>
        Object.entries(summaries).map(([what, summary]) =>
          scoreOf(
            { when, what },
            found.filter((one) => one.when === when).map(({ seed, rows }) => [seed, summary(rows)]),
          ),
        ),
      );
      const parts = judgeParts(PARTS, scores);
      const [example] = found.filter(({ when }) => when === TIMES[1]);
      const layers = example?.rows ?? [];
      return pairedFindings({
        ...{ quotient: QUOTIENT, parts: PARTS, found: parts, runs },
        shown: {
          charts: [
            lineChart({
              title: "Gradient of the output to each weight, at the end, first seed",
              x: { label: "layer" },
              y: { label: "‖∇_W D‖", scale: "log" },
              series: (["SN", "SN of the operator"] as const).map((name, k) => ({
                name,
                x: layers.map((_, i) => i + 1),
                y: layers.map(({ gradient }) => gradient[k]!),
              })),
            }),
          ],
          tables: [
            {
              title: "At the end, first seed",
              head: [
                "layer",
                "operator's norm over the reshaped weight's",
                "variance over LeCun's, SN",
                "operator",
                "gradient, SN",
                "operator",
              ],
              rows: layers.map(({ layer, norms, variance, gradient }) => [
                layer,
                ...[norms, ...variance, ...gradient].map(measuredText),
              ]),
            },
          ],
        },
      });
    },
  },
};

/** What is taken of the layers of one seed. */
const summaries: Readonly<Record<string, (rows: readonly BothWays[]) => number>> = {
  [ALL]: (rows) => Math.max(...rows.filter(({ isConvolution }) => isConvolution).map(shrinkage)),
  [FIRST]: ([first]) => shrinkage(first!),
  [LARGEST]: (rows) => Math.max(...rows.map(({ norms }) => norms)),
};

const shrinkage = ({ gradient: [plain, operator] }: BothWays) => operator / plain;
