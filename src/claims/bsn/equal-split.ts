/** BSN: giving every layer the same spectral norm keeps the gradient small. */

import { exactSpectralNorm } from "../../analysis/weights/index.ts";
import { createBuilder, evaluate, gradient, sum, type Value } from "../../graph/index.ts";
import { randomStream } from "../../random.ts";
import { lineChart } from "../../report/page/index.ts";
import { verdictOf } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import type { Claim } from "../claim.ts";
import { measuredText } from "../findings.ts";

const SPLITS = 300;
const WIDTHS = [16, 64, 64, 32, 32, 1];

export const equalSplit: Claim = {
  name: "equal-split",
  paper: "BSN",
  where: "theorem on the split of spectral norms",
  claimed:
    "Of all ways to spread a product of spectral norms over the layers of a ReLU network, which leave its function as it is, the total gradient is smallest where all layers' gradients are equal; this is why every layer is given the same norm.",
  method: {
    small: `A dense ReLU network without biases, widths ${WIDTHS.join(", ")}, every weight of spectral norm 1, one input; ${SPLITS} random splits c with Π c = 1, in float64. A layer's gradient then falls by its c.`,
    paper: "The same; the statement is of any such network.",
  },
  published: "a theorem",
  criterion:
    "The function never changes; no random split has a smaller total gradient than the split that makes the layers' gradients equal; and equal spectral norms are better than 95 % of the random splits.",
  test: {
    kind: "direct",
    seconds: { small: 20, paper: 20 },
    async measure({ progress }) {
      const random = randomStream(0, "equal-split");
      const x = random.fillNormal(new Float32Array(WIDTHS[0]!));
      const weights = WIDTHS.slice(1).map((rows, i) => {
        const shape = [rows, WIDTHS[i]!];
        const data = random.fillNormal(new Float32Array(rows * WIDTHS[i]!));
        const sigma = exactSpectralNorm({ shape, data }, 0);
        return { shape, data: Float64Array.from(data, (w) => w / sigma) };
      });
      const norms = splitGradients(weights, x);
      const at = (split: readonly number[]) => norms(split);
      const equal = at(weights.map(() => 1));
      const geometric = Math.exp(
        equal.gradients.reduce((total, g) => total + Math.log(g), 0) / equal.gradients.length,
      );
      const best = at(equal.gradients.map((g) => g / geometric));
      const totals: number[] = [];
      let changed = 0;
      for (let i = 0; i < SPLITS; i++) {
        if (i % 50 === 0) progress("splits", i, SPLITS);
        const raw = weights.map(() => 0.5 * random.normal());
        const middle = raw.reduce((a, b) => a + b, 0) / raw.length;
        const one = at(raw.map((r) => Math.exp(r - middle)));
        totals.push(one.total);
        changed = Math.max(changed, Math.abs(one.output / equal.output - 1));
      }
      const better = totals.filter((total) => total > equal.total).length / SPLITS;
      const sorted = totals.sort((a, b) => a - b);
      const ranks = sorted.map((_, i) => i + 1);
      const ends = [1, SPLITS];
      const [least = Number.NaN] = sorted;
      return {
        verdict: verdictOf(changed < 1e-9 && least >= best.total && better >= 0.95),
        measured: `Total gradient: equal gradients ${measuredText(best.total)}, equal spectral norms ${measuredText(equal.total)}, the best random split ${measuredText(least)}; equal norms beat ${formatShare(better)} of the random ones.`,
        tables: [
          {
            title: "Norm of the gradient to each layer",
            head: ["layer", "equal spectral norms", "equal gradients"],
            rows: [
              ...equal.gradients.map((g, i) => [
                `layer ${i + 1}`,
                measuredText(g),
                measuredText(best.gradients[i]!),
              ]),
              ["all", measuredText(equal.total), measuredText(best.total)],
            ],
          },
        ],
        charts: [
          lineChart({
            title: "Total gradient of every split",
            x: { label: "random splits, by their gradient" },
            y: { label: "total gradient" },
            series: [
              { name: "random splits", x: ranks, y: sorted, marks: "line" },
              {
                name: "equal spectral norms",
                x: ends,
                y: ends.map(() => equal.total),
                marks: "line",
              },
              { name: "equal gradients", x: ends, y: ends.map(() => best.total), marks: "line" },
            ],
          }),
        ],
      };
    },
  },
};

/** Output and gradients of the network whose layers are multiplied by a split. */
function splitGradients(
  weights: readonly { readonly shape: readonly number[]; readonly data: Float64Array }[],
  x: Float32Array,
) {
  const g = createBuilder();
  const inputs = weights.map(({ shape }, i) => g.input(`w${i}`, { dtype: "float32", shape }));
  let value: Value = g.constant(x, [x.length, 1]);
  for (const [i, weight] of inputs.entries()) {
    value = g.matmul(weight, value, { transposeA: false, transposeB: false });
    if (i < inputs.length - 1) value = g.relu(value);
  }
  const output = sum(g, value);
  const slopes = gradient(g, output, inputs);
  const outputs = { output, ...Object.fromEntries(slopes.map((slope, i) => [`g${i}`, slope])) };
  const graph = { inputs: Object.fromEntries(inputs.map((input, i) => [`w${i}`, input])), outputs };
  return (split: readonly number[]) => {
    const feeds = weights.map(({ data }, i) => [`w${i}`, data.map((w) => w * split[i]!)] as const);
    const found = evaluate(graph, Object.fromEntries(feeds));
    const gradients = weights.map((_, i) => Math.hypot(...found[`g${i}`]!.data));
    return { output: found.output!.data[0]!, gradients, total: Math.hypot(...gradients) };
  };
}
