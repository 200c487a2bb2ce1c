/** What the study looks at: halves of a data set, and an extractor. */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openDataset } from "../../../dist/data/index.js";
import { renderShape, shapeFactors } from "../../../dist/data/sets/shapes/index.js";
import { writeFileAtomically } from "../../../dist/files/index.js";
import {
  classifierExtractor,
  exportClassifier,
  shapesClassifierFile,
  shapesExtractor,
  trainClassifier,
} from "../../../dist/metrics/classifier/index.js";
import { randomStream } from "../../../dist/random.js";
import { createRuntime } from "../../../dist/runtime/index.js";

const SIZE = 32;
const PIXELS = 3 * SIZE * SIZE;

/** Two halves of 20 000 images of `shapes`, none of which its classifier was trained on. */
export async function shapesSet(engine, count = 20_000) {
  const half = (first) => {
    const images = new Uint8Array(count * PIXELS);
    const labels = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const factors = shapeFactors(first + i, 77);
      labels[i] = factors.label;
      renderShape(factors, SIZE, images.subarray(i * PIXELS, (i + 1) * PIXELS));
    }
    return { images, labels, size: SIZE };
  };
  const extractor = await shapesExtractor(engine, await readFile(shapesClassifierFile));
  return { halves: [half(0), half(count)], extractor, notes: {} };
}

/**
 * CIFAR-10, shuffled: a fifth trains a small classifier, whose features the study uses; the other images,
 * which it never saw, are the halves.
 *
 * @param options the command line's `cifar10`, `steps` and `classifier`.
 */
export async function cifar10Set(engine, options, tell) {
  const dataset = await openDataset(cifar10Options(options.cifar10));
  const { count, classes } = dataset;
  const order = randomStream(0, "parts").permutation(count);
  const fifth = Math.floor(count / 5);
  const half = Math.floor((count - fifth) / 2);
  const part = async (from, to) => {
    const indices = order.subarray(from, to);
    const images = new Uint8Array(indices.length * PIXELS);
    await dataset.read(indices, images);
    return { images, labels: Uint8Array.from(indices, (i) => dataset.labels[i]), size: SIZE };
  };
  const steps = Number(options.steps);
  const kept = options.classifier;
  let model = kept && existsSync(kept) ? await readFile(kept) : undefined;
  if (model === undefined) {
    model = await trainedModel(engine, await part(0, fifth), classes, steps, tell);
    if (kept) await writeFileAtomically(kept, model);
  }
  const halves = [await part(fifth, fifth + half), await part(fifth + half, fifth + 2 * half)];
  const extractor = await classifierExtractor(engine, model, "cifar10-classifier");
  const accuracy = await accuracyOf(extractor, halves[1]);
  tell(`accuracy on images that it never saw: ${(100 * accuracy).toFixed(1)} %`);
  return {
    halves,
    extractor,
    notes: {
      source: dataset.name,
      images: count,
      trainedOn: fifth,
      trainingSteps: steps,
      accuracy,
    },
  };
}

function cifar10Options(folder) {
  if (folder === undefined) throw new Error("--cifar10 must name a folder of CIFAR-10");
  const original = existsSync(join(folder, "cifar-10-batches-bin"));
  return original
    ? { name: "cifar10", root: folder }
    : { name: "folder", path: folder, size: SIZE };
}

async function trainedModel(engine, training, classes, steps, tell) {
  const definition = {
    targets: { classes: { class: classes } },
    imageShape: [3, SIZE, SIZE],
    channels: 32,
  };
  const runtime = createRuntime(engine);
  const tensors = await trainClassifier(definition, {
    runtime,
    batchSize: 64,
    steps,
    seed: 1,
    next: batches(training, 64, randomStream(1, "batches")),
    onStep(step, loss) {
      if (step % 100 === 0) tell(`step ${step} of ${steps}: loss ${loss.toFixed(3)}`);
    },
  });
  await runtime.release();
  return exportClassifier(definition, tensors);
}

async function accuracyOf(extractor, { images, labels }) {
  const { logits } = await extractor.extract(images, [labels.length, 3, SIZE, SIZE]);
  let right = 0;
  for (const [i, label] of labels.entries()) {
    const row = logits.subarray(i * extractor.classes, (i + 1) * extractor.classes);
    if (row.indexOf(Math.max(...row)) === label) right++;
  }
  return right / labels.length;
}

/** Random batches, half of the images mirrored. */
function batches({ images, labels }, size, stream) {
  return () => {
    const out = new Uint8Array(size * PIXELS);
    const chosen = Array.from({ length: size }, () => stream.integer(labels.length));
    for (const [i, index] of chosen.entries()) {
      const image = images.subarray(index * PIXELS, (index + 1) * PIXELS);
      const mirrored = stream.uniform() < 0.5;
      for (let p = 0; p < PIXELS; p++) {
        const x = p % SIZE;
        out[i * PIXELS + p] = image[mirrored ? p - x + (SIZE - 1 - x) : p];
      }
    }
    return { images: out, labels: Int32Array.from(chosen, (i) => labels[i]) };
  };
}
