/** Mean field: batch norm lowers the largest eigenvalue of the Fisher information matrix. */
import { fisherEigenvalue, fisherLowerBound } from "../../analysis/mean-field/index.ts";
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import { type Claim, directScale } from "../claim.ts";
import { measuredText } from "../findings.ts";
import { onProcessor } from "../on-processor.ts";
import { BIASES, denseNetwork, drawInputs, drawWeights, WEIGHTS } from "./networks.ts";

const GAMMAS = [0.5, 1, 2, 3];
const DRAWS = 3;
const SIZES = {
  small: { width: 400, images: 64 },
  paper: { width: 1000, images: 128 },
} as const;

export const fisher: Claim = {
  name: "fisher-batch-norm",
  paper: "mean-field",
  where: "section 3",
  claimed:
    "Batch normalization with γ up to about 3 makes the largest eigenvalue of the Fisher information matrix far smaller, so larger learning rates are stable.",
  method: {
    small:
      "A dense ReLU network of 4 layers and width 400 at random weights, σ_w² 2, σ_b² 0.5, 64 random inputs, one output; mean of 3 draws; batch statistics are differentiated.",
    paper: "The same at the paper's width, 1000, with 128 inputs.",
  },
  published: "a lower bound (Claim 3.1) and curves",
  criterion:
    "For γ 0.5 and 1 the measured eigenvalue is at most a third of that without batch norm; without it, it is above the bound of Claim 3.1.",
  test: {
    kind: "direct",
    seconds: { small: 60, paper: 600 },
    async measure(context) {
      const { progress, signal } = context;
      const { width, images } = SIZES[directScale(context)];
      const shape = [images, width];
      const widths = [width, width, width, 1];
      const cases = [null, ...GAMMAS];
      const values: number[] = [];
      for (const [k, gamma] of cases.entries()) {
        const network = denseNetwork(widths, gamma !== null);
        let sum = 0;
        for (let seed = 0; seed < DRAWS && !signal.aborted; seed++) {
          progress("eigenvalues", k * DRAWS + seed, cases.length * DRAWS);
          const subject = {
            network,
            values: drawWeights(network, shape, seed, gamma ?? 1),
            x: drawInputs(shape, seed),
            ...{ shape, training: true },
          };
          const { value } = await onProcessor((runtime) => fisherEigenvalue(runtime, subject));
          sum += value / DRAWS;
        }
        values.push(sum);
      }
      const bounds = cases.map((gamma) =>
        fisherLowerBound({
          inputs: widths.map(() => width),
          weightVariance: WEIGHTS,
          biasVariance: BIASES,
          gamma,
          input: { square: 1, overlap: 0 },
        }),
      );
      const [plain = Number.NaN, ...normalized] = values;
      return {
        verdict: verdictOf(
          normalized.slice(0, 2).every((value) => value <= plain / 3) && plain >= bounds[0]!,
        ),
        measured: `Without batch norm ${measuredText(plain)} (bound ${measuredText(bounds[0]!)}); with it ${GAMMAS.map((gamma, i) => `${measuredText(normalized[i]!)} at γ ${gamma}`).join(", ")}.`,
        tables: [
          {
            title: "Largest eigenvalue",
            head: ["γ", "measured", "Claim 3.1"],
            rows: cases.map((gamma, i) => [
              gamma === null ? "no batch norm" : String(gamma),
              measuredText(values[i]!),
              measuredText(bounds[i]!),
            ]),
          },
        ],
        charts: [
          lineChart({
            title: "Largest eigenvalue by γ",
            x: { label: "γ" },
            y: { label: "λ_max", scale: "log" },
            series: [
              { name: "measured", x: GAMMAS, y: normalized },
              { name: "Claim 3.1", x: GAMMAS, y: bounds.slice(1) },
              { name: "measured, no batch norm", x: GAMMAS, y: GAMMAS.map(() => plain) },
            ],
          }),
        ],
        notes: [
          "The printed fields of batch norm take its statistics for constants. Here they are differentiated, which takes the mean over the batch out of every slope, so the measured value may lie below the printed bound.",
        ],
      };
    },
  },
};
