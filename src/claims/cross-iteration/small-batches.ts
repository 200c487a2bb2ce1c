/** CBN: with small batches its classifiers are better than those of batch norm. */
import {
  assembleClassifier,
  assembleTraining,
  type ClassifierSettingsInput,
  classifierSettings,
  createClassifier,
  logitsOf,
  measuresOf,
  spreadPlaces,
  trainClassifier,
} from "../../classify/index.ts";
import { batchSource, openDataset } from "../../data/index.ts";
import { randomStream } from "../../random.ts";
import { lineChart } from "../../report/page/index.ts";
import { medianOf } from "../../statistics/index.ts";
import { formatShare } from "../../text.ts";
import { type Claim, type ClaimContext, directScale, FIRST_SEED } from "../claim.ts";
import { judgeParts, type LogOf, minus, pairedFindings } from "../designs/index.ts";
import { scoreOf } from "../findings.ts";
import { onProcessor } from "../on-processor.ts";

const WINDOW = 8;
/** The learning rate over the batch size. */
const RATE = 0.005;
const SEEDS = 5;
const BATCHES = [2, 4, 8, 16] as const;
/** Of the engine: more take longer for networks so small. */
const THREADS = 1;
/** The batches that decide. */
const SMALL = [2, 4] as const;
const SIZES = {
  small: {
    side: 16,
    images: 8000,
    network: { name: "cnn", channels: [8, 16, 32], layers: 1 },
  },
  paper: {
    side: 32,
    images: 200_000,
    network: { name: "residual", channels: [16, 32, 64], blocks: 3 },
  },
} as const;

const acrossIterations = (compensation: "taylor" | "none", steps: number) => ({
  ...{ name: "cross-iteration-batch-norm" as const, window: WINDOW, compensation },
  // plain batch norm at first, as in the paper
  warmUp: Math.round(steps / 10),
});

type Normalization = ClassifierSettingsInput["normalization"];
const METHODS: Readonly<Record<string, (steps: number) => Normalization>> = {
  "batch norm": () => ({ name: "batch-norm" }),
  CBN: (steps) => acrossIterations("taylor", steps),
  uncompensated: (steps) => acrossIterations("none", steps),
  "group norm": () => ({ name: "group-norm", groups: 4 }),
};
const names = Object.keys(METHODS);

const PARTS = SMALL.map((batch) => ({
  name: `batches of ${batch}`,
  hypothesis: `With batches of ${batch} the held-out error with CBN is lower than with batch norm.`,
  logQuotient: (log: LogOf) =>
    minus(log({ method: "CBN", batch }), log({ method: "batch norm", batch })),
}));

/** A classifier that was trained. */
interface Side {
  readonly method: string;
  readonly batch: number;
  readonly seed: number;
  /** The share of held-out images that are not told. */
  readonly error: number;
}

export const smallBatches: Claim = {
  name: "cbn-small-batches",
  paper: "CBN",
  where: "ImageNet with small batches",
  claimed:
    "With batches of a few images a classifier with cross-iteration batch normalization tells held-out images better than one with batch normalization.",
  method: {
    small: `Built-in shapes at 16 x 16, 10 000 for training and 2000 held out; a plain CNN of 8, 16 and 32 channels; ${SIZES.small.images} images a training whatever the batch, SGD with momentum 0.9 at a rate of ${RATE} times the batch that falls along half a cosine, chosen for batch norm on seed 0; CBN of a window of ${WINDOW} after a tenth of the steps, its baseline without compensation, group norm of 4 groups; running statistics as in batch norm; seeds ${FIRST_SEED} to ${FIRST_SEED + SEEDS - 1} decide initial weights and the order of the images.`,
    paper: `The paper trains ResNet-18 on ImageNet. Here a residual network of 9 blocks on shapes at 32 x 32, ${SIZES.paper.images} images a training; the rest as at the small scale.`,
  },
  published: null,
  criterion: `With batches of 2 and of 4 the held-out error with CBN, over that with batch norm and the same seed, is below 1 in all ${SEEDS} seeds (exact sign test; by chance at most 3.1 %). Batches of 8 and 16, the baseline and group norm are shown.`,
  test: {
    kind: "direct",
    seconds: { small: 180, paper: 80_000 },
    async measure(context) {
      const sides = await trainAll(context);
      const pointsOf = (method: string, batch: number) =>
        sides.filter((side) => side.method === method && side.batch === batch);
      const scores = BATCHES.flatMap((batch) =>
        names.map((method) =>
          scoreOf(
            { method, batch },
            pointsOf(method, batch).map(({ seed, error }) => [seed, error]),
          ),
        ),
      );
      const accuracyOf = (method: string, batch: number) =>
        medianOf(pointsOf(method, batch).map(({ error }) => 1 - error));
      const accuracies = BATCHES.map((batch) => [
        `batch ${batch}`,
        ...names.map((method) => formatShare(accuracyOf(method, batch), 1)),
      ]);
      return pairedFindings({
        quotient: "the held-out error with CBN over that with batch norm",
        parts: PARTS,
        found: judgeParts(PARTS, scores),
        runs: [],
        shown: {
          charts: [
            lineChart({
              title: "Held-out accuracy by batch size, median of the seeds",
              x: { label: "images of a batch", scale: "log" },
              y: { label: "share told" },
              series: names.map((name) => ({
                name,
                x: BATCHES,
                y: BATCHES.map((batch) => accuracyOf(name, batch)),
              })),
            }),
          ],
          tables: [
            {
              title: "Held-out accuracy, median of the seeds",
              head: ["", ...names],
              rows: accuracies,
            },
            {
              title: "Held-out accuracy of every training",
              head: ["batch", "seed", ...names],
              rows: BATCHES.flatMap((batch) =>
                pointsOf(names[0]!, batch).map(({ seed }) => [
                  ...[batch, seed],
                  ...names.map((method) => {
                    const side = pointsOf(method, batch).find((one) => one.seed === seed);
                    return side === undefined ? "–" : formatShare(1 - side.error, 1);
                  }),
                ]),
              ),
            },
          ],
        },
      });
    },
  },
};

/** Trains every method with every batch size and seed. */
async function trainAll(context: ClaimContext): Promise<readonly Side[]> {
  const { progress, signal } = context;
  const { side } = SIZES[directScale(context)];
  const training = await openDataset({ name: "shapes", size: side });
  const heldOut = await openDataset({ name: "shapes", size: side, split: "test" });
  const total = SEEDS * BATCHES.length * names.length;
  const sides: Side[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    for (const batch of BATCHES) {
      for (const method of names) {
        progress("trainings", sides.length, total);
        const lesson = { method, batch, seed, training, heldOut };
        // what is aborted is not told
        const error = signal.aborted ? Number.NaN : await errorOf(lesson, context);
        sides.push({ method, batch, seed, error });
      }
    }
  }
  return sides;
}

/** What is trained on what. */
interface Lesson extends Omit<Side, "error"> {
  readonly training: Awaited<ReturnType<typeof openDataset<"shapes">>>;
  readonly heldOut: Lesson["training"];
}

async function errorOf(
  { method, batch, seed, training: images, heldOut }: Lesson,
  context: ClaimContext,
): Promise<number> {
  const { network, images: count } = SIZES[directScale(context)];
  const steps = Math.round(count / batch);
  const settings = classifierSettings({
    network: { ...network, channels: [...network.channels] },
    normalization: METHODS[method]!(steps),
    optimizer: { name: "sgd", learningRate: RATE * batch },
    ...{ batchSize: batch, steps, seed },
  });
  const { channels, height, width, classes } = images;
  const task = { imageShape: [channels, height, width], classes: classes.length } as const;
  const model = createClassifier(assembleClassifier(settings, task));
  const stream = randomStream(seed, "classify/order");
  const batches = batchSource(images, { batchSize: batch, stream });
  return onProcessor(async (runtime) => {
    await trainClassifier(model, {
      ...{ runtime, training: assembleTraining(settings, images.count), signal: context.signal },
      next: () => batches.next(),
    });
    const places = spreadPlaces(heldOut.count, heldOut.count);
    const logits = await logitsOf(runtime, model, { dataset: heldOut, places });
    return 1 - measuresOf(logits!, heldOut.labels, classes).accuracy;
  }, THREADS);
}
