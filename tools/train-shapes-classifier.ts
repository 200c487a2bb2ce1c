/** `npm run train:shapes-classifier`: trains the classifier of `shapes` that the package carries. */
import { dirname } from "node:path";
import {
  backgroundColorNames,
  type ShapeFactors,
  shapeColorNames,
  shapeKinds,
} from "evenkeel/data/sets/shapes";
import { createFolders, writeFileAtomically } from "evenkeel/files";
import {
  type ClassifierBatch,
  type ClassifierTensors,
  classifierExtractor,
  classifierProgram,
  exportClassifier,
  trainClassifier,
} from "evenkeel/metrics/classifier";
import { createRuntime, type Engine } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { onProgress, runCommand } from "./command.ts";
import { text, threads, type ValuesOf, whole } from "./options.ts";
import { largestOfRows, shapesImages } from "./shapes.ts";

const SIZE = 32;
const SHAPE = [3, SIZE, SIZE] as const;
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
} as const;

const options = {
  steps: whole("batches to train on", 2400),
  threads: threads(1),
  out: text("the ONNX file", "assets/shapes-classifier.onnx"),
};

await runCommand({
  name: "train:shapes-classifier",
  description:
    "Trains the classifier of the built-in set `shapes` that the package carries, and writes it as ONNX. It learns all that an image shows: the kind of shape, its color, the background, whether that is graded, the size and the center. Takes about two minutes on one core.",
  options,
  run: trainShapesClassifier,
});

async function trainShapesClassifier({
  steps,
  threads,
  out,
}: ValuesOf<typeof options>): Promise<void> {
  const engine = nodeEngine({ device: "cpu", threads });
  const tensors = await train(engine, steps);
  onProgress(`testing on ${TEST_IMAGES} images`);
  const test = shapesImages(0, TEST_IMAGES, SIZE, TEST_SEED);
  const extractor = await classifierExtractor(
    engine,
    exportClassifier(definition, tensors),
    "shapes",
  );
  const { logits } = await extractor.extract(test.images, [TEST_IMAGES, ...SHAPE]);
  await extractor.release();
  const labels = largestOfRows(logits!, shapeKinds.length);
  const right = test.factors.filter(({ label }, i) => label === labels[i]).length;
  const accuracy = right / TEST_IMAGES;
  const model = exportClassifier(definition, tensors, {
    name: "shapes-classifier",
    description:
      "A classifier of Evenkeel's built-in set shapes, trained by Evenkeel. Its features serve Fréchet distances.",
    metadata: {
      classes: shapeKinds.join(","),
      targets: "kind, color, background, gradient, size, x, y",
      training: `${steps} batches of ${BATCH}, Adam, learning rate 0.002 falling to 0 along half a cosine, seed 1`,
      trainingData: `shapes at ${SIZE} x ${SIZE}, seed ${TRAIN_SEED}, places 0 to ${steps * BATCH - 1}`,
      accuracy: String(accuracy),
      testSeed: String(TEST_SEED),
      testImages: String(TEST_IMAGES),
      probe: JSON.stringify(await probe(engine, tensors, test.images.subarray(0, PIXELS))),
    },
  });
  await createFolders(dirname(out));
  await writeFileAtomically(out, model);
  const size = (model.length / 1000).toFixed(0);
  const share = (100 * accuracy).toFixed(2);
  console.log(`${out}: ${size} kB, ${share} % of ${TEST_IMAGES} right`);
}

/** Trains on an endless set: no image is seen twice. */
async function train(engine: Engine, steps: number): Promise<ClassifierTensors> {
  const runtime = createRuntime(engine);
  let [place, average] = [0, 0];
  const tensors = await trainClassifier(definition, {
    ...{ runtime, batchSize: BATCH, steps, seed: 1 },
    next() {
      place += BATCH;
      return batchAt(place - BATCH);
    },
    onStep(step, loss) {
      average = step === 1 ? loss : 0.98 * average + 0.02 * loss;
      if (step % 50 === 0) onProgress(`step ${step} of ${steps}: loss ${average.toFixed(4)}`);
    },
  });
  await runtime.release();
  return tensors;
}

/** The images of the training set from `place` on. */
function batchAt(place: number): ClassifierBatch {
  const { images, factors } = shapesImages(place, BATCH, SIZE, TRAIN_SEED);
  return {
    images,
    labels: Int32Array.from(factors.flatMap(labelsOf)),
    numbers: Float32Array.from(factors.flatMap(numbersOf)),
  };
}

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

/** What the trained graph makes of one image, so that a test can compare the exported file with it. */
async function probe(engine: Engine, tensors: ClassifierTensors, image: Uint8Array) {
  const runtime = createRuntime(engine);
  for (const [name, tensor] of Object.entries(tensors)) runtime.state.write(name, tensor);
  const inference = await runtime.compile(classifierProgram(definition, 1));
  const { features, logits } = await inference.run({ images: Float32Array.from(image) });
  await runtime.release();
  return { features: [...features!], logits: [...logits!] };
}
