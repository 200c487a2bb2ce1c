/** BSN: SN bounds the Hessian to every weight. */
import { lineChart } from "../../report/page/index.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { keptEvery, NO_METHOD, SMALL_NETWORKS } from "../small.ts";
import { analysisTest } from "./analyses.ts";

const METHODS = {
  none: NO_METHOD,
  SN: {},
  BSSN: { "discriminator.reparametrization": { name: "bssn", scale: 1.2 } },
};
const LAYERS = ["conv1", "conv4", "conv7", "dense"];
/** Rounding of float32 in second derivatives. */
const ROUNDING = 1 + 1e-3;

export const hessianBound: Claim = {
  name: "hessian-bound",
  paper: "BSN",
  where: "theorem on the Hessian",
  claimed:
    "The Hessian of the loss to any weight is at most the loss's curvature at the output times the squared bound of the gradient.",
  method: {
    small: `${SMALL_NETWORKS}, non-saturating loss (the hinge has no curvature), setting C, 300 generator steps, 3 checkpoints, four layers; the largest eigenvalue by Lanczos iteration.`,
    paper: "The standard CNN on CIFAR-10, setting C, 10 checkpoints, four layers.",
  },
  published: "a theorem",
  criterion: "No Hessian exceeds its bound, in any run, layer or checkpoint.",
  test: analysisTest({
    base: "sngan-cifar10-cnn-c",
    ...{ methods: METHODS, layers: LAYERS },
    ...{ steps: 300, checkpoints: 3 },
    paper: keptEvery(10_000),
    judge(found) {
      const rows = found.map(({ run, step, analysis: { hessian } }) => ({
        method: String(run.point.method),
        step,
        layer: hessian.layer,
        norm: hessian.norm,
        bound: hessian.bound ?? Number.NaN,
      }));
      const worst = rows.reduce((a, b) => (b.norm / b.bound > a.norm / a.bound ? b : a));
      const bounds = rows.map(({ bound }) => bound).sort((a, b) => a - b);
      return {
        held: rows.every(({ norm, bound }) => norm <= ROUNDING * bound),
        measured: `The largest share of its bound is ${measuredText(worst.norm / worst.bound)}: ${worst.layer} under ${worst.method} at step ${worst.step}.`,
        tables: [
          {
            title: "Largest eigenvalues and their bounds",
            head: ["method", "step", "layer", "eigenvalue", "bound", "share"],
            rows: rows.map(({ method, step, layer, norm, bound }) => [
              method,
              step,
              layer,
              ...[norm, bound, norm / bound].map(measuredText),
            ]),
          },
        ],
        charts: [
          lineChart({
            title: "Hessians and their bounds",
            x: { label: "bound", scale: "log" },
            y: { label: "largest eigenvalue", scale: "log" },
            series: [
              ...Object.keys(METHODS).map((method) => {
                const own = rows.filter((row) => row.method === method);
                return {
                  name: method,
                  x: own.map(({ bound }) => bound),
                  y: own.map(({ norm }) => norm),
                  marks: "points" as const,
                };
              }),
              { name: "the bound", x: bounds, y: bounds, marks: "line" },
            ],
          }),
        ],
      };
    },
  }),
};
