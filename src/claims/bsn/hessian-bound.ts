/** BSN: SN bounds the Hessian to every weight. */
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { keptEvery, NO_METHOD, SMALL_NETWORKS } from "../small.ts";
import { analysisTest } from "./analyses.ts";
import { nearBound } from "./near-bound.ts";

const METHODS = {
  none: NO_METHOD,
  SN: {},
  BSSN: { "discriminator.reparametrization": { name: "bssn", scale: 1.2 } },
};
const LAYERS = ["conv1", "conv4", "conv7", "dense"];
/** How near the bound a network that is made for it must come, so that the bound says something. */
const NEAR = 0.5;
/** Rounding of float32 in second derivatives. */
const ROUNDING = 1 + 1e-3;

export const hessianBound: Claim = {
  name: "hessian-bound",
  paper: "BSN",
  where: "theorem on the Hessian",
  claimed:
    "The Hessian of the loss to any weight is at most the loss's curvature at the output times the squared bound of the gradient.",
  method: {
    small: `${SMALL_NETWORKS}, non-saturating loss (the hinge has no curvature), setting C, 300 generator steps, 3 checkpoints, four layers; the largest eigenvalue by Lanczos iteration. Beside them a dense network whose weights and input are made so that nothing is lost between layers, to see whether the bound can be reached.`,
    paper:
      "The standard CNN on CIFAR-10, setting C, 10 checkpoints, four layers; and the dense network that is made to reach the bound.",
  },
  published: "a theorem",
  criterion:
    "No Hessian exceeds its bound, in any run, layer or checkpoint; and there are a network and an input whose Hessians reach half of theirs.",
  test: analysisTest({
    base: "sngan-cifar10-cnn-c",
    ...{ methods: METHODS, layers: LAYERS },
    ...{ steps: 300, checkpoints: 3 },
    paper: keptEvery(10_000),
    async judge(found) {
      const made = await nearBound();
      const nearest = Math.min(...made.map(({ norm, bound }) => norm / bound));
      const rows = found.map(({ run, step, analysis: { hessian } }) => ({
        method: String(run.point.method),
        step,
        layer: hessian.layer,
        norm: hessian.norm,
        bound: hessian.bound ?? Number.NaN,
      }));
      const worst = rows.reduce((a, b) => (b.norm / b.bound > a.norm / a.bound ? b : a));
      const bounds = [...rows, ...made].map(({ bound }) => bound).sort((a, b) => a - b);
      return {
        verdict: verdictOf(
          [...rows, ...made].every(({ norm, bound }) => norm <= ROUNDING * bound) &&
            nearest >= NEAR,
        ),
        measured: `The largest share of its bound in training is ${measuredText(worst.norm / worst.bound)}: ${worst.layer} under ${worst.method} at step ${worst.step}. The network that is made for it reaches ${measuredText(nearest)} or more in every layer.`,
        tables: [
          {
            title: "Largest eigenvalues and their bounds",
            head: ["method", "step", "layer", "eigenvalue", "bound", "share"],
            rows: [
              ...made.map((one) => ({ method: "made for it", step: "–", ...one })),
              ...rows,
            ].map(({ method, step, layer, norm, bound }) => [
              ...[method, step, layer],
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
              {
                name: "made for it",
                x: made.map(({ bound }) => bound),
                y: made.map(({ norm }) => norm),
                marks: "points",
              },
              { name: "the bound", x: bounds, y: bounds, marks: "line" },
            ],
          }),
        ],
      };
    },
  }),
};
