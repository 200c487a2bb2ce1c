/** BSN: the raw weights' spectral norms grow during training. */
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import type { Claim } from "../claim.ts";
import { weightTest } from "../designs/index.ts";
import { measuredText } from "../findings.ts";
import { SMALL_NETWORKS } from "../small.ts";

export const rawSigma: Claim = {
  name: "raw-sigma",
  paper: "BSN",
  where: "supplement, gradients to the raw weights",
  claimed:
    "Under SN the spectral norms of the raw weights keep growing during training, so the gradients to them, divided by these norms, stay bounded too.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, α 2e-4, n_dis 1, 800 generator steps; exact spectral norms at 10 checkpoints.`,
    paper:
      "The standard CNN on CIFAR-10, hinge loss, α 2e-4, n_dis 1; exact spectral norms at 10 checkpoints.",
  },
  published: "shown as curves",
  criterion:
    "In every layer the raw spectral norm at the last checkpoint is larger than at the first.",
  test: weightTest({
    base: "sn-cifar10-lr-2e-4-2e-4",
    steps: 800,
    checkpoints: 10,
    checkpointEvery: 20_000,
    judge(weights) {
      const layers = [...new Set(weights.map(({ layer }) => layer))].map((layer) => {
        const own = weights.filter((one) => one.layer === layer);
        return { layer, x: own.map(({ step }) => step), y: own.map(({ sigma }) => sigma.raw) };
      });
      const growth = layers.map(({ y }) => y.at(-1)! / y[0]!);
      const grown = growth.filter((factor) => factor > 1).length;
      return {
        verdict: verdictOf(grown === layers.length),
        measured: `${grown} of ${layers.length} layers grow, by factors of ${growth.map(measuredText).join(", ")}.`,
        tables: [
          {
            title: "Spectral norm of the raw weight",
            head: ["layer", "first checkpoint", "last", "factor"],
            rows: layers.map(({ layer, y }, i) => [
              layer,
              ...[y[0]!, y.at(-1)!, growth[i]!].map(measuredText),
            ]),
          },
        ],
        charts: [
          lineChart({
            title: "Spectral norms of the raw weights",
            x: { label: "generator steps" },
            y: { label: "σ", scale: "log" },
            series: layers.map(({ layer, x, y }) => ({ name: layer, x, y })),
          }),
        ],
      };
    },
  }),
};
