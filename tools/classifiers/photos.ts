/** The classifier of photographs: CIFAR-10's ten classes at 32 pixels. */
import { EvenkeelError, randomStream } from "evenkeel";
import { datasetClasses, type ImageDataset, openDataset } from "evenkeel/data";
import { oneCycle, residualBody } from "evenkeel/metrics/classifier";
import { sgd } from "evenkeel/nn";
import { cifar10Options, imagesOf } from "../datasets.ts";
import { movedAndMirrored } from "./augment.ts";
import { epochs } from "./epochs.ts";
import { type ClassifierRecipe, patternProbe, SEED } from "./recipe.ts";

const SIZE = 32;
const BATCH = 64;
const EPOCHS = 14;
/** Full batches of the 50 000 training images. */
const PER_EPOCH = Math.floor(50_000 / BATCH);
const RATE = 0.06;
const WARMUP = 0.2;
const MOMENTUM = 0.9;
const WEIGHT_DECAY = 5e-4;
const SMOOTHING = 0.1;
/** Pixels that an image is moved by, at most. */
const SHIFT = 4;

/** The classes, in the order of CIFAR-10's numbers, which is that of their names. */
const classes = datasetClasses({ name: "cifar10" }) as readonly string[];

export const photosRecipe: ClassifierRecipe = {
  description:
    "A classifier of CIFAR-10's ten classes at 32 pixels, trained by Evenkeel. Its features serve Fréchet distances.",
  definition: {
    targets: { classes: { class: classes } },
    imageShape: [3, SIZE, SIZE],
    body: residualBody([
      { channels: 32, blocks: 0 },
      { channels: 64, blocks: 2 },
      { channels: 128, blocks: 1 },
    ]),
  },
  batchSize: BATCH,
  steps: EPOCHS * PER_EPOCH,
  saveEvery: PER_EPOCH,
  learning: (steps) => ({
    optimizer: sgd({ momentum: MOMENTUM }),
    learningRate: oneCycle(RATE, steps, Math.round(WARMUP * steps)),
    weightDecay: WEIGHT_DECAY,
    smoothing: SMOOTHING,
    words:
      `SGD with momentum ${MOMENTUM}, learning rate 0 to ${RATE} in the first ${100 * WARMUP} % and back to 0, ` +
      `weight decay ${WEIGHT_DECAY}, label smoothing ${SMOOTHING}, images moved by up to ${SHIFT} pixels and mirrored every other epoch`,
  }),
  place:
    "a folder or an archive of CIFAR-10's images, train/<class> and test/<class>, or the folder that holds cifar-10-batches-bin",
  async open(place, tell) {
    tell(`opening ${place}`);
    const [train, test] = [await opened(place, "train"), await opened(place, "test")];
    const images = await imagesOf(train);
    const draw = epochs(train.count, BATCH);
    // each image is mirrored in every other epoch, half of them in the first
    const first = randomStream(SEED, "mirrored").permutation(train.count);
    return {
      batch(step) {
        const { epoch, places, stream } = draw(step);
        const isMirrored = (place: number) => ((first[place]! + epoch) & 1) === 1;
        return {
          images: movedAndMirrored(images, places, {
            size: SIZE,
            shift: SHIFT,
            stream,
            isMirrored,
          }),
          labels: Int32Array.from(places, (place) => train.labels[place]!),
        };
      },
      test: { images: await imagesOf(test), labels: test.labels },
      probe: patternProbe(3 * SIZE * SIZE),
      facts: {
        trainingData: `the ${train.count} training images of CIFAR-10, ${train.name === "folder" ? "from image files" : "original"}`,
        testData: `its ${test.count} test images, likewise`,
      },
    };
  },
};

async function opened(place: string, split: "train" | "test"): Promise<ImageDataset> {
  const dataset = await openDataset(cifar10Options(place, split));
  if (dataset.classes.join() === classes.join()) return dataset;
  throw new EvenkeelError(
    "DATA",
    `${place}: the classes of ${split} must be ${classes.join(", ")}, got ${dataset.classes.join(", ") || "none"}`,
  );
}
