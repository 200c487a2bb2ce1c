/** Mean field: the largest learning rate is predicted by the Fisher information matrix. */
import {
  type Fit,
  fisherEigenvalue,
  fitAtRates,
  largestStableRate,
} from "../../analysis/mean-field/index.ts";
import { randomStream } from "../../random.ts";
import { lineChart } from "../../report/page/index.ts";
import { formatNumber } from "../../text.ts";
import { type Claim, type ClaimContext, directScale } from "../claim.ts";
import { judgeParts, type LogOf, pairedFindings } from "../designs/index.ts";
import { measuredText, scoreOf } from "../findings.ts";
import { onProcessor } from "../on-processor.ts";
import { denseNetwork, drawInputs, drawWeights } from "./networks.ts";

const MOMENTUM = 0.9;
/** Learning rates that are tried, over the predicted one: four an octave, from a quarter to eight times. */
const SHARES = Array.from({ length: 21 }, (_, i) => 2 ** (i / 4 - 2));
/** How far from the predicted rate the largest one may be, either way. */
const WITHIN = 2;
const DRAWS = 5;
const SIZES = {
  small: { width: 200, images: 64, steps: 200 },
  paper: { width: 1000, images: 256, steps: 1000 },
} as const;
const NETWORKS = ["no batch norm", "batch norm"] as const;

const PARTS = NETWORKS.flatMap((network) => [
  {
    name: `${network}, over η*`,
    hypothesis: `${network === "batch norm" ? "With" : "Without"} batch norm the largest rate that does not diverge is below twice η*.`,
    below: WITHIN,
    logQuotient: (log: LogOf) => log({ network }),
  },
  {
    name: `η* over ${network}`,
    hypothesis: `${network === "batch norm" ? "With" : "Without"} batch norm the largest rate that does not diverge is above half η*.`,
    below: WITHIN,
    logQuotient: (log: LogOf) => -log({ network }),
  },
]);

/** The trainings of a network drawn with a seed. */
interface Side {
  readonly network: (typeof NETWORKS)[number];
  readonly seed: number;
  readonly lambda: number;
  readonly predicted: number;
  readonly fits: readonly Fit[];
}

export const learningRate: Claim = {
  name: "learning-rate",
  paper: "mean-field",
  where: "equation of η*, section 2; experiments",
  claimed:
    "Gradient descent with momentum μ converges below η* = 2(1 + μ)/λ_max of the Fisher information matrix and not above, with and without batch normalization.",
  method: {
    small: `A dense ReLU network of 4 layers and width 200, σ_w² 2, σ_b² 0.5, momentum 0.9, full batch of 64 random inputs, squared error to random targets in place of MNIST, 200 steps at ${SHARES.length} rates around η*, four an octave; λ_max at the start; ${DRAWS} draws of weights, inputs and targets. The largest rate is taken in the middle between the last one that does not diverge and the first that does.`,
    paper: "The same at the paper's width, 1000, with 256 inputs and 1000 steps.",
  },
  published: "curves over the learning rate; the best one is about η*/2",
  criterion:
    "With and without batch norm the largest rate that does not diverge lies between half and twice η*.",
  test: {
    kind: "direct",
    seconds: { small: 120, paper: 7200 },
    async measure(context) {
      const sides: Side[] = [];
      for (let seed = 0; seed < DRAWS; seed++) {
        for (const network of NETWORKS) {
          if (context.signal.aborted) break;
          const done = (sides.length * SHARES.length) as number;
          sides.push(await trainSide(network, seed, context, done));
        }
      }
      const scores = NETWORKS.map((network) =>
        scoreOf(
          { network },
          sides
            .filter((side) => side.network === network)
            .map((side) => [side.seed, largestShare(side)]),
        ),
      );
      const first = sides.filter(({ seed }) => seed === 0);
      return pairedFindings({
        quotient: "the largest rate that does not diverge over η*, and the reverse",
        parts: PARTS,
        found: judgeParts(PARTS, scores),
        runs: [],
        shown: {
          charts: [
            lineChart({
              title: "Squared error after training, first draw",
              x: { label: "learning rate over η*", scale: "log" },
              y: { label: "squared error", scale: "log" },
              series: first.map(({ network, fits }) => ({
                name: network,
                x: SHARES,
                y: fits.map(({ losses, diverged }) => (diverged ? Number.NaN : losses.at(-1)!)),
              })),
            }),
          ],
          tables: [
            {
              title: "Every draw",
              head: ["network", "draw", "λ_max", "η*", "largest rate over η*"],
              rows: sides.map((side) => [
                ...[side.network, side.seed],
                ...[side.lambda, side.predicted, largestShare(side)].map(measuredText),
              ]),
            },
            {
              title: "Squared error at the end, by the learning rate over η*, first draw",
              head: ["over η*", ...first.map(({ network }) => network)],
              rows: SHARES.map((share, i) => [
                formatNumber(share, 3),
                ...first.map(({ fits }) => {
                  const { losses, diverged } = fits[i]!;
                  return diverged ? "diverged" : measuredText(losses.at(-1)!);
                }),
              ]),
            },
          ],
        },
      });
    },
  },
};

async function trainSide(
  network: Side["network"],
  seed: number,
  { scale, progress, signal }: ClaimContext,
  before: number,
): Promise<Side> {
  const { width, images, steps } = SIZES[directScale({ scale })];
  const shape = [images, width];
  const layers = denseNetwork([width, width, width, 1], network === "batch norm");
  const subject = {
    network: layers,
    values: drawWeights(layers, shape, seed),
    x: drawInputs(shape, seed),
    ...{ shape, training: true },
  };
  const y = randomStream(seed, "mean-field targets").fillNormal(new Float32Array(images));
  return onProcessor(async (runtime) => {
    const { value: lambda } = await fisherEigenvalue(runtime, subject);
    const predicted = largestStableRate(lambda, MOMENTUM);
    let done = before;
    const fits = await fitAtRates(
      runtime,
      { ...subject, y, momentum: MOMENTUM, steps: signal.aborted ? 1 : steps },
      SHARES.map((share) => share * predicted),
      () => progress("trainings", ++done, DRAWS * NETWORKS.length * SHARES.length),
    );
    return { network, seed, lambda, predicted, fits };
  });
}

/** The geometric mean of the last rate that does not diverge and the first that does, over η*. */
function largestShare({ fits }: Pick<Side, "fits">): number {
  const first = fits.findIndex(({ diverged }) => diverged);
  if (first === -1) return SHARES.at(-1)!;
  return first === 0 ? SHARES[0]! : Math.sqrt(SHARES[first - 1]! * SHARES[first]!);
}
