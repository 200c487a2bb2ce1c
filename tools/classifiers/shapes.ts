/** The classifier of the built-in set shapes: it learns all that a drawing shows. */
import {
  backgroundColorNames,
  type ShapeFactors,
  shapeColorNames,
  shapeKinds,
} from "evenkeel/data/sets/shapes";
import { halfCosine, stridedBody } from "evenkeel/metrics/classifier";
import { adam } from "evenkeel/nn";
import { shapesImages } from "../shapes.ts";
import type { ClassifierRecipe } from "./recipe.ts";

const SIZE = 32;
const PIXELS = 3 * SIZE * SIZE;
const BATCH = 64;
/** Seeds of the set; places from 0. */
const TRAIN_SEED = 1_000_001;
const TEST_SEED = 1_000_002;
const TEST_IMAGES = 5000;
const RATE = 0.002;

export const shapesRecipe: ClassifierRecipe = {
  description:
    "A classifier of Evenkeel's built-in set shapes, trained by Evenkeel. Its features serve Fréchet distances.",
  definition: {
    targets: {
      classes: {
        kind: shapeKinds,
        color: shapeColorNames,
        background: backgroundColorNames,
        gradient: ["plain", "graded"],
      },
      numbers: ["size", "x", "y"],
    },
    imageShape: [3, SIZE, SIZE],
    body: stridedBody({ channels: 24, features: 64 }),
  },
  batchSize: BATCH,
  steps: 2400,
  saveEvery: 600,
  learning: (steps) => ({
    optimizer: adam(),
    learningRate: halfCosine(RATE, steps),
    words: `Adam, learning rate ${RATE} falling to 0 along half a cosine`,
  }),
  place: undefined,
  async open() {
    const test = shapesImages(0, TEST_IMAGES, SIZE, TEST_SEED);
    return {
      // an endless set: no image is seen twice
      batch(step) {
        const { images, factors } = shapesImages((step - 1) * BATCH, BATCH, SIZE, TRAIN_SEED);
        return {
          images,
          labels: Int32Array.from(factors.flatMap(labelsOf)),
          numbers: Float32Array.from(factors.flatMap(numbersOf)),
        };
      },
      test: { images: test.images, labels: test.factors.map(({ label }) => label) },
      probe: test.images.subarray(0, PIXELS),
      facts: {
        trainingData: `shapes at ${SIZE} x ${SIZE}, seed ${TRAIN_SEED}, from place 0 on`,
        testSeed: String(TEST_SEED),
      },
    };
  },
};

function labelsOf({ label, color, background, gradient }: ShapeFactors): readonly number[] {
  return [
    label,
    shapeColorNames.indexOf(color),
    backgroundColorNames.indexOf(background),
    gradient === null ? 0 : 1,
  ];
}

function numbersOf({ size, center: [x, y] }: ShapeFactors): readonly number[] {
  return [size - 0.65, x - 0.5, y - 0.5].map((value) => value / 0.15);
}
