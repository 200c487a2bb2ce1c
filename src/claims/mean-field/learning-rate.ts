/** Mean field: the largest learning rate is predicted by the Fisher information matrix. */
import {
  type Fit,
  fisherEigenvalue,
  fitAtRates,
  largestStableRate,
} from "../../analysis/mean-field/index.ts";
import { randomStream } from "../../random.ts";
import { lineChart } from "../../report/page/index.ts";
import { createRuntime } from "../../runtime/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { denseNetwork, drawInputs, drawWeights } from "./networks.ts";

const MOMENTUM = 0.9;
/** Learning rates that are tried, over the predicted one. */
const SHARES = [0.25, 0.35, 0.5, 0.71, 1, 1.41, 2, 2.83, 4];
const SIZES = {
  small: { width: 200, images: 64, steps: 200 },
  paper: { width: 1000, images: 256, steps: 1000 },
} as const;

export const learningRate: Claim = {
  name: "learning-rate",
  paper: "mean-field",
  where: "equation of η*, section 2; experiments",
  claimed:
    "Gradient descent with momentum μ converges below η* = 2(1 + μ)/λ_max of the Fisher information matrix and not above, with and without batch normalization.",
  method: {
    small:
      "A dense ReLU network of 4 layers and width 200, σ_w² 2, σ_b² 0.5, momentum 0.9, full batch of 64 random inputs, squared error to random targets in place of MNIST, 200 steps at nine rates around η*; λ_max at the start.",
    paper: "The same at the paper's width, 1000, with 256 inputs and 1000 steps.",
  },
  published: "curves over the learning rate; the best one is about η*/2",
  criterion:
    "With and without batch norm the largest rate that does not diverge lies between half and twice η*.",
  test: {
    kind: "direct",
    async measure({ scale, progress, signal }) {
      const { width, images, steps } = SIZES[scale];
      const shape = [images, width];
      const y = randomStream(0, "mean-field targets").fillNormal(new Float32Array(images));
      const sides: { name: string; lambda: number; predicted: number; fits: readonly Fit[] }[] = [];
      for (const [k, name] of ["no batch norm", "batch norm"].entries()) {
        const network = denseNetwork([width, width, width, 1], k === 1);
        const values = drawWeights(network, shape, 0);
        const x = drawInputs(shape, 0);
        const subject = { network, values, x, shape, training: true };
        const runtime = createRuntime(nodeEngine({ device: "cpu" }));
        try {
          const { value } = await fisherEigenvalue(runtime, subject);
          const predicted = largestStableRate(value, MOMENTUM);
          const rates = SHARES.map((share) => share * predicted);
          let done = k * SHARES.length;
          const fits = await fitAtRates(
            runtime,
            { ...subject, y, momentum: MOMENTUM, steps: signal.aborted ? 1 : steps },
            rates,
            () => progress("trainings", ++done, 2 * SHARES.length),
          );
          sides.push({ name, lambda: value, predicted, fits });
        } finally {
          await runtime.release();
        }
      }
      const largest = sides.map(({ fits, predicted }) => {
        const first = fits.findIndex(({ diverged }) => diverged);
        const last = first === -1 ? fits.at(-1) : fits[first - 1];
        return (last?.rate ?? 0) / predicted;
      });
      return {
        held: largest.every((share) => share >= 0.5 && share <= 2),
        measured: sides
          .map(
            ({ name, predicted, lambda }, i) =>
              `${name}: λ_max ${measuredText(lambda)}, η* ${measuredText(predicted)}, the largest rate that converges is ${measuredText(largest[i]!)} η*`,
          )
          .join("; ")
          .concat("."),
        tables: [
          {
            title: "Squared error at the end, by the learning rate over η*",
            head: ["", ...SHARES.map(String)],
            rows: sides.map(({ name, fits }) => [
              name,
              ...fits.map(({ losses, diverged }) =>
                diverged ? "diverged" : measuredText(losses.at(-1)!),
              ),
            ]),
          },
        ],
        charts: [
          lineChart({
            title: "Squared error after training",
            x: { label: "learning rate over η*", scale: "log" },
            y: { label: "squared error", scale: "log" },
            series: sides.map(({ name, fits }) => ({
              name,
              x: SHARES,
              y: fits.map(({ losses, diverged }) => (diverged ? Number.NaN : losses.at(-1)!)),
            })),
          }),
        ],
      };
    },
  },
};
