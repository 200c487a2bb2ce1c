/** BSN: SN keeps the weights' variance where LeCun initialization puts it, BSN where Xavier does. */
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { type WeightAt, weightsOf } from "../measured.ts";
import { atScale, keptEvery, NO_METHOD, recipeTrials, SMALL_NETWORKS } from "../small.ts";

const METHODS = {
  none: { base: "sn-cifar10-lr-2e-4-2e-4", set: NO_METHOD },
  SN: { base: "sn-cifar10-lr-2e-4-2e-4", set: {} },
  BSN: { base: "bsn-cifar10-lr-2e-4-2e-4", set: {} },
} as const;
/** 1/(√m + √n)² ≥ 1/(4·max(m, n)): the least share of 1/max that random matrices have. */
const LEAST = 0.25;

/** Variance over 1/fan-in, and over 2/(fan-in + fan-out). */
const lecun = ({ variance, fanIn }: WeightAt) => variance.variance * fanIn;
const xavier = ({ variance, fanIn, fanOut }: WeightAt) =>
  (variance.variance * (fanIn + fanOut)) / 2;

export const variance: Claim = {
  name: "variance",
  paper: "BSN",
  where: "theorems on vanishing gradients; LeCun and Xavier",
  claimed:
    "All through training SN keeps the variance of the weights near LeCun's 1/fan-in, and BSN near Xavier's 2/(fan-in + fan-out).",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, α 2e-4, n_dis 1, 800 generator steps, 10 checkpoints; all convolutions but the first, whose fan-in is not its larger side.`,
    paper: "The standard CNN on CIFAR-10, hinge loss, α 2e-4, n_dis 1, 10 checkpoints.",
  },
  published:
    "two theorems; random matrices have at least a quarter of LeCun's variance, and at most all of it",
  criterion:
    "At every checkpoint every variance lies between a quarter of LeCun's and LeCun's under SN, and between a quarter of Xavier's and twice Xavier's, the proved bound, under BSN.",
  test: {
    kind: "trials",
    trials: (setting) =>
      atScale(
        setting,
        recipeTrials(METHODS),
        { steps: 800, checkpoints: 10, evaluated: false },
        keptEvery(20_000),
      ),
    seeds: { small: 1, paper: 1 },
    async judge(runs, { progress }) {
      const found = new Map<string, readonly WeightAt[]>();
      for (const [i, run] of runs.entries()) {
        progress("variances", i, runs.length);
        const weights = await weightsOf(run);
        const chosen = weights.filter(
          ({ shape, layer }) => shape.length === 4 && layer !== "conv1",
        );
        found.set(String(run.point.method), chosen);
      }
      const of = (method: string) => found.get(method) ?? [];
      const range = (values: readonly number[]) =>
        [Math.min(...values), Math.max(...values)] as const;
      const [snLow, snHigh] = range(of("SN").map(lecun));
      const [bsnLow, bsnHigh] = range(of("BSN").map(xavier));
      const [noneLow, noneHigh] = range(of("none").map(lecun));
      const layers = [...new Set(of("SN").map(({ layer }) => layer))];
      const chart = (method: string, share: (one: WeightAt) => number, unit: string) =>
        lineChart({
          title: `${method}: variance over ${unit}`,
          x: { label: "generator steps" },
          y: { label: `share of ${unit}`, scale: "log" },
          series: layers.map((layer) => {
            const own = of(method).filter((one) => one.layer === layer);
            return { name: layer, x: own.map(({ step }) => step), y: own.map(share) };
          }),
        });
      return {
        verdict: verdictOf(snLow >= LEAST && snHigh <= 1 && bsnLow >= LEAST && bsnHigh <= 2),
        measured: `Over LeCun's, SN ${measuredText(snLow)} to ${measuredText(snHigh)}; over Xavier's, BSN ${measuredText(bsnLow)} to ${measuredText(bsnHigh)}; without a method ${measuredText(noneLow)} to ${measuredText(noneHigh)} of LeCun's.`,
        tables: [
          {
            title: "Variance at the first and the last checkpoint",
            head: [
              "method",
              "layer",
              "over LeCun's, first",
              "last",
              "over Xavier's, first",
              "last",
            ],
            rows: Object.keys(METHODS).flatMap((method) =>
              layers.map((layer) => {
                const own = of(method).filter((one) => one.layer === layer);
                const [first, last] = [own[0]!, own.at(-1)!];
                return [
                  method,
                  layer,
                  ...[lecun(first), lecun(last), xavier(first), xavier(last)].map(measuredText),
                ];
              }),
            ),
          },
        ],
        charts: [
          chart("SN", lecun, "LeCun's"),
          chart("BSN", xavier, "Xavier's"),
          chart("none", lecun, "LeCun's"),
        ],
      };
    },
  },
};
