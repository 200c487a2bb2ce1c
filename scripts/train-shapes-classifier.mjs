/**
 * Trains the classifier of the built-in set `shapes` that the package carries, and writes it as ONNX.
 *
 *   npm run train:shapes-classifier -- [--steps 2400] [--threads 1] [--out assets/shapes-classifier.onnx]
 *
 * It learns all that an image shows: the kind of shape, its color, the background, whether that is
 * graded, the size and the center. About two minutes on one core.
 */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import {
  backgroundColorNames,
  renderShape,
  shapeColorNames,
  shapeFactors,
  shapeKinds,
} from "../dist/data/sets/shapes/index.js";
import { createFolders, writeFileAtomically } from "../dist/files/index.js";
import {
  classifierProgram,
  exportClassifier,
  shapesExtractor,
  trainClassifier,
} from "../dist/metrics/classifier/index.js";
import { createRuntime } from "../dist/runtime/index.js";
import { nodeEngine } from "../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "2400" },
    threads: { type: "string", default: "1" },
    out: { type: "string", default: "assets/shapes-classifier.onnx" },
  },
});
const steps = Number(values.steps);

const SIZE = 32;
const SHAPE = [3, SIZE, SIZE];
const PIXELS = 3 * SIZE * SIZE;
const BATCH = 64;
/** Seeds of the set; places from 0. */
const TRAIN_SEED = 1_000_001;
const TEST_SEED = 1_000_002;
const TEST_IMAGES = 5000;

const definition = {
  targets: {
    classes: {
      kind: shapeKinds,
      color: shapeColorNames,
      background: backgroundColorNames,
      gradient: ["plain", "graded"],
    },
    numbers: ["size", "x", "y"],
  },
  imageShape: SHAPE,
};

/** Images of the set from place `first` on, and their factors. */
function shapes(seed, first, count) {
  const images = new Uint8Array(count * PIXELS);
  const factors = Array.from({ length: count }, (_, i) => shapeFactors(first + i, seed));
  for (const [i, factor] of factors.entries()) {
    renderShape(factor, SIZE, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return { images, factors };
}

let place = 0;

/** The next images of an endless set: none is seen twice. */
function next() {
  const { images, factors } = shapes(TRAIN_SEED, place, BATCH);
  place += BATCH;
  const labels = factors.flatMap(({ label, color, background, gradient }) => [
    label,
    shapeColorNames.indexOf(color),
    backgroundColorNames.indexOf(background),
    gradient === null ? 0 : 1,
  ]);
  const numbers = factors.flatMap(({ size, center: [x, y] }) =>
    [size - 0.65, x - 0.5, y - 0.5].map((value) => value / 0.15),
  );
  return { images, labels: Int32Array.from(labels), numbers: Float32Array.from(numbers) };
}

const engine = nodeEngine({ device: "cpu", threads: Number(values.threads) });
const runtime = createRuntime(engine);
let average;
const tensors = await trainClassifier(definition, {
  runtime,
  batchSize: BATCH,
  steps,
  seed: 1,
  next,
  onStep(step, loss) {
    average = average === undefined ? loss : 0.98 * average + 0.02 * loss;
    if (step % 200 === 0) console.error(`step ${step} of ${steps}: loss ${average.toFixed(4)}`);
  },
});

const test = shapes(TEST_SEED, 0, TEST_IMAGES);
const extractor = await shapesExtractor(engine, exportClassifier(definition, tensors));
const { logits } = await extractor.extract(test.images, [TEST_IMAGES, ...SHAPE]);
await extractor.release();
const right = test.factors.filter(({ label }, i) => {
  const row = logits.subarray(i * shapeKinds.length, (i + 1) * shapeKinds.length);
  return row.indexOf(Math.max(...row)) === label;
}).length;
const accuracy = right / TEST_IMAGES;

// what the trained graph makes of one image, so that a test can hold the file against it
const inference = await runtime.compile(classifierProgram(definition, 1));
const probe = await inference.run({ images: Float32Array.from(test.images.subarray(0, PIXELS)) });
await runtime.release();

const model = exportClassifier(definition, tensors, {
  name: "shapes-classifier",
  description:
    "A classifier of Evenkeel's built-in set shapes, trained by Evenkeel. Its features serve Fréchet distances.",
  metadata: {
    classes: shapeKinds.join(","),
    targets: "kind, color, background, gradient, size, x, y",
    training: `${steps} batches of ${BATCH}, Adam, learning rate 0.002 falling to 0 along half a cosine, seed 1`,
    trainingData: `shapes at ${SIZE} x ${SIZE}, seed ${TRAIN_SEED}, places 0 to ${place - 1}`,
    accuracy: String(accuracy),
    testSeed: String(TEST_SEED),
    testImages: String(TEST_IMAGES),
    probe: JSON.stringify({ features: [...probe.features], logits: [...probe.logits] }),
  },
});
await createFolders(dirname(values.out));
await writeFileAtomically(values.out, model);
const size = (model.length / 1000).toFixed(0);
console.log(`${values.out}: ${size} kB, ${(100 * accuracy).toFixed(2)} % of ${TEST_IMAGES} right`);
