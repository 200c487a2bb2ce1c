/** BSN: SN bounds the discriminator's gradients; without it they explode. */
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { keptEvery, NO_METHOD, SMALL_NETWORKS } from "../small.ts";
import { analysisTest } from "./analyses.ts";

const METHODS = {
  none: NO_METHOD,
  SN: {},
  "SN of the operator": { "discriminator.reparametrization": { name: "sn-conv" } },
} as const;
/** Rounding of float32. */
const ROUNDING = 1 + 1e-4;

export const gradientBound: Claim = {
  name: "gradient-bound",
  paper: "BSN",
  where: "theorem on exploding gradients",
  claimed:
    "‖∇_W D(x)‖ of a layer is at most ‖x‖ times the product of the other layers' spectral norms, so gradients cannot explode while these are 1; without SN they can.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, setting E (α 1e-3, n_dis 5), 100 generator steps, 5 checkpoints, 8 real and 8 generated images each. The bound is a recursion that takes biases in; “unit form” is the same with every spectral norm 1.`,
    paper: "The standard CNN on CIFAR-10, hinge loss, setting E, 100 000 steps, 10 checkpoints.",
  },
  published: "a theorem",
  criterion:
    "No image's gradient exceeds the bound in any run; with SN of the operator none exceeds its unit form, without SN some do.",
  test: analysisTest({
    base: "sngan-hinge-cifar10-cnn-e",
    methods: METHODS,
    ...{ steps: 100, checkpoints: 5 },
    paper: keptEvery(10_000),
    judge(found) {
      const names = Object.keys(METHODS);
      const largest = (method: string, kind: "reached" | "reachedIfUnit") =>
        found
          .filter(({ run }) => run.point.method === method)
          .map(({ step, analysis }) => ({
            step,
            value: Math.max(...analysis.layers.map(({ bound }) => bound?.[kind] ?? Number.NaN)),
          }));
      const most = (method: string, kind: "reached" | "reachedIfUnit") =>
        Math.max(...largest(method, kind).map(({ value }) => value));
      const holds = names.every((method) => most(method, "reached") <= ROUNDING);
      const unit = most("SN of the operator", "reachedIfUnit");
      const plain = most("none", "reachedIfUnit");
      return {
        verdict: verdictOf(holds && unit <= ROUNDING && plain > 1),
        measured: `Largest share of the bound: ${names.map((method) => `${method} ${measuredText(most(method, "reached"))}`).join(", ")}; of its unit form: ${names.map((method) => `${method} ${measuredText(most(method, "reachedIfUnit"))}`).join(", ")}.`,
        tables: [
          {
            title: "Largest share that any image's gradient in any layer reaches",
            head: ["method", "step", "of the bound", "of the unit form"],
            rows: names.flatMap((method) => {
              const units = largest(method, "reachedIfUnit");
              return largest(method, "reached").map(({ step, value }, i) => [
                method,
                step,
                measuredText(value),
                measuredText(units[i]!.value),
              ]);
            }),
          },
        ],
        charts: [
          lineChart({
            title: "Gradients over the unit form of their bound",
            x: { label: "generator steps" },
            y: { label: "largest share", scale: "log" },
            series: names.map((method) => ({
              name: method,
              x: largest(method, "reachedIfUnit").map(({ step }) => step),
              y: largest(method, "reachedIfUnit").map(({ value }) => value),
            })),
          }),
        ],
      };
    },
  }),
};
