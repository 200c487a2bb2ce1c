/** The classifier of handwritten digits: MNIST's ten classes, gray, at 32 pixels. */
import { openDataset } from "evenkeel/data";
import { halfCosine, stridedBody } from "evenkeel/metrics/classifier";
import { adam } from "evenkeel/nn";
import { imagesOf } from "../datasets.ts";
import { distorted } from "./augment.ts";
import { epochs } from "./epochs.ts";
import { type ClassifierRecipe, patternProbe } from "./recipe.ts";

/** Of the images in MNIST's files, and as the classifier takes them. */
const [FROM, SIZE] = [28, 32];
const BATCH = 64;
/** Every sixth image is held out for the test. */
const HELD_OUT = 6;
const RATE = 0.003;
const SMOOTHING = 0.05;
/**
 * MNIST's images are padded to 32 pixels or resized to them, which makes them 1.14 times as large: the scales
 * include both.
 */
const DISTORTION = { rotation: 15, shear: 0.2, scale: 0.25, shift: 2.5 };

export const digitsRecipe: ClassifierRecipe = {
  description:
    "A classifier of MNIST's handwritten digits, trained by Evenkeel. Its features serve Fréchet distances.",
  definition: {
    targets: { classes: { digit: [..."0123456789"] } },
    imageShape: [1, SIZE, SIZE],
    body: stridedBody({ channels: 16, features: 64 }),
  },
  batchSize: BATCH,
  steps: 2400,
  saveEvery: 480,
  learning: (steps) => ({
    optimizer: adam(),
    learningRate: halfCosine(RATE, steps),
    smoothing: SMOOTHING,
    words:
      `Adam, learning rate ${RATE} falling to 0 along half a cosine, label smoothing ${SMOOTHING}, images turned by up to ` +
      `${DISTORTION.rotation} degrees, sheared by ${DISTORTION.shear}, scaled by exp(${DISTORTION.scale}) along each axis, moved by ${DISTORTION.shift} pixels`,
  }),
  place: "the folder that holds mnist/, with train-images-idx3-ubyte and train-labels-idx1-ubyte",
  async open(root, tell) {
    tell(`opening MNIST in ${root}`);
    const dataset = await openDataset({ name: "mnist", root, size: FROM });
    const all = Array.from({ length: dataset.count }, (_, i) => i);
    const [learnt, heldOut] = [all.filter((i) => !isHeldOut(i)), all.filter(isHeldOut)];
    const images = await imagesOf(dataset, learnt);
    const labels = learnt.map((i) => dataset.labels[i]!);
    const padded = await openDataset({ name: "mnist", root, size: SIZE });
    const test = await imagesOf(padded, heldOut);
    const draw = epochs(learnt.length, BATCH);
    return {
      batch(step) {
        const { places, stream } = draw(step);
        return {
          images: distorted(images, places, { ...DISTORTION, from: FROM, to: SIZE, stream }),
          labels: Int32Array.from(places, (place) => labels[place]!),
        };
      },
      test: { images: test, labels: heldOut.map((i) => dataset.labels[i]!) },
      probe: patternProbe(SIZE * SIZE),
      facts: {
        trainingData: `${learnt.length} of the first ${dataset.count} training images of MNIST: all but every ${HELD_OUT}th`,
        testData: `every ${HELD_OUT}th of them, padded to ${SIZE} pixels`,
      },
    };
  },
};

const isHeldOut = (place: number) => place % HELD_OUT === HELD_OUT - 1;
