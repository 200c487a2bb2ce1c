/** BSN: SN of the convolution operator shrinks variance and gradients, reshaped SN does not. */
import { lineChart } from "../../report/page/index.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { SMALL_NETWORKS } from "../small.ts";
import { analysisTest } from "./analyses.ts";

const METHODS = {
  SN: {},
  "SN of the operator": { "discriminator.reparametrization": { name: "sn-conv" } },
} as const;

export const operator: Claim = {
  name: "operator",
  paper: "BSN",
  where: "SN of the reshaped weight against SN of the convolution",
  claimed:
    "Dividing by the convolution operator's spectral norm makes the weights' variance smaller than LeCun's and lets gradients vanish with depth; dividing by that of the reshaped weight does not.",
  method: {
    small: `${SMALL_NETWORKS}, hinge loss, α 2e-4, n_dis 1, 300 generator steps; gradients of the output to each weight, mean over 8 real and 8 generated images.`,
    paper: "The standard CNN on CIFAR-10, hinge loss, α 2e-4, n_dis 1.",
  },
  published:
    "at the start, standard CNN, by exact decompositions: the operator's spectral norm is 1.15 to 2.35 times the reshaped weight's",
  criterion:
    "In every convolution the variance is smaller under SN of the operator, and so is the output's gradient to the weight, in the first layer by more than a factor of 4.",
  test: analysisTest({
    base: "sn-cifar10-lr-2e-4-2e-4",
    methods: METHODS,
    steps: 300,
    paper: { "evaluate.every": 0 },
    judge(found) {
      const last = (method: string) =>
        found.filter(({ run }) => run.point.method === method).at(-1)!.analysis.layers;
      const [plain, operators] = [last("SN"), last("SN of the operator")];
      const rows = plain.map((layer, i) => {
        const other = operators[i]!;
        return {
          layer: layer.layer,
          isConvolution: layer.shape.length === 4,
          variance: [layer, other].map((one) => one.variance.variance * one.fanIn),
          gradient: [layer, other].map((one) => one.outputGradient.mean),
        };
      });
      const convolutions = rows.filter(({ isConvolution }) => isConvolution);
      const smaller = convolutions.every(
        ({ variance, gradient }) => variance[1]! < variance[0]! && gradient[1]! < gradient[0]!,
      );
      const [first] = convolutions;
      const factor = first!.gradient[0]! / first!.gradient[1]!;
      return {
        held: smaller && factor > 4,
        measured: `The gradient to the first layer is ${measuredText(factor)} times as large under SN as under SN of the operator; of the variances the quotients are ${convolutions.map(({ variance }) => measuredText(variance[0]! / variance[1]!)).join(", ")}.`,
        tables: [
          {
            title: "At the end",
            head: ["layer", "variance over LeCun's, SN", "operator", "gradient, SN", "operator"],
            rows: rows.map(({ layer, variance, gradient }) => [
              layer,
              ...[...variance, ...gradient].map(measuredText),
            ]),
          },
        ],
        charts: [
          lineChart({
            title: "Gradient of the output to each weight",
            x: { label: "layer" },
            y: { label: "‖∇_W D‖", scale: "log" },
            series: Object.keys(METHODS).map((method, k) => ({
              name: method,
              x: rows.map((_, i) => i + 1),
              y: rows.map(({ gradient }) => gradient[k]!),
            })),
          }),
        ],
      };
    },
  }),
};
