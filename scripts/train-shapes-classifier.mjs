/**
 * Trains the classifier of the built-in `shapes` set that the package carries, and writes it as ONNX.
 *
 *   npm run build && npm run train:shapes-classifier -- [--steps 4000] [--out assets/shapes-classifier.onnx]
 *
 * It learns everything that an image shows: the kind of shape, its color, the background, whether that
 * is graded, the size and the center. About three minutes on two cores.
 */
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { InferenceSession, Tensor } from "onnxruntime-node";
import {
  backgroundColorNames,
  renderShape,
  shapeColorNames,
  shapeFactors,
  shapeKinds,
} from "../dist/data/index.js";
import { exportClassifier, trainClassifier } from "../dist/metrics/classifier/index.js";
import { createFolders, writeFileAtomically } from "../dist/runs/index.js";
import { createRuntime } from "../dist/runtime/index.js";
import { nodeEngine } from "../dist/runtime/node.js";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "4000" },
    threads: { type: "string", default: "2" },
    out: { type: "string", default: "assets/shapes-classifier.onnx" },
  },
});
const steps = Number(values.steps);

const SIZE = 32;
const PIXELS = 3 * SIZE * SIZE;
const BATCH = 64;
/** Seeds of the data set `shapes`; places from 0. */
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
  imageShape: [3, SIZE, SIZE],
};

const images = new Uint8Array(BATCH * PIXELS);
let place = 0;

/** The next images of an endless set: none is seen twice. */
function next() {
  const labels = [];
  const numbers = [];
  for (let i = 0; i < BATCH; i++, place++) {
    const factors = shapeFactors(place, TRAIN_SEED);
    renderShape(factors, SIZE, images.subarray(i * PIXELS, (i + 1) * PIXELS));
    const { label, color, background, gradient, size, center } = factors;
    labels.push(label, shapeColorNames.indexOf(color), backgroundColorNames.indexOf(background));
    labels.push(gradient === null ? 0 : 1);
    numbers.push((size - 0.65) / 0.15, (center[0] - 0.5) / 0.15, (center[1] - 0.5) / 0.15);
  }
  return { images, labels: Int32Array.from(labels), numbers: Float32Array.from(numbers) };
}

/** The share of the test images whose kind the model tells. */
async function accuracyOf(model) {
  const session = await InferenceSession.create(model);
  const pixels = new Uint8Array(PIXELS);
  let right = 0;
  for (let i = 0; i < TEST_IMAGES; i++) {
    const factors = shapeFactors(i, TEST_SEED);
    renderShape(factors, SIZE, pixels);
    const images = new Tensor("float32", Float32Array.from(pixels), [1, 3, SIZE, SIZE]);
    const { logits } = await session.run({ images }, ["logits"]);
    if (logits.data.indexOf(Math.max(...logits.data)) === factors.label) right++;
  }
  return right / TEST_IMAGES;
}

const runtime = createRuntime(nodeEngine({ device: "cpu", threads: Number(values.threads) }));
let average = 0;
const tensors = await trainClassifier(definition, {
  runtime,
  batchSize: BATCH,
  steps,
  seed: 1,
  next,
  onStep(step, loss) {
    average = step === 1 ? loss : 0.98 * average + 0.02 * loss;
    if (step % 200 === 0) console.error(`step ${step} of ${steps}: loss ${average.toFixed(4)}`);
  },
});
await runtime.release();

const accuracy = await accuracyOf(exportClassifier(definition, tensors));
const metadata = {
  classes: shapeKinds.join(","),
  targets: "kind, color, background, gradient; size, x, y",
  training: `${steps} steps of ${BATCH} images, Adam, learning rate 0.002 falling along half a cosine, seed 1`,
  data: `shapes at ${SIZE} x ${SIZE}, seed ${TRAIN_SEED}, places 0 to ${steps * BATCH - 1}`,
  accuracy: String(accuracy),
  accuracyData: `shapes at ${SIZE} x ${SIZE}, seed ${TEST_SEED}, places 0 to ${TEST_IMAGES - 1}`,
};
const model = exportClassifier(definition, tensors, {
  name: "shapes-classifier",
  description: "Classifier of Evenkeel's built-in shapes; its features serve Fréchet distances.",
  metadata,
});
await createFolders(dirname(values.out));
await writeFileAtomically(values.out, model);
console.log(
  `${values.out}: ${(model.length / 1000).toFixed(0)} kB, accuracy ${(100 * accuracy).toFixed(2)} % of ${TEST_IMAGES}`,
);
