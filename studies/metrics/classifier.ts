/** A small classifier of CIFAR-10, trained for its features. */
import { randomStream } from "evenkeel";
import {
  type ClassifierBatch,
  exportClassifier,
  stridedBody,
  trainClassifier,
} from "evenkeel/metrics/classifier";
import { createRuntime, type Engine } from "evenkeel/runtime";
import type { Half, RandomStream, Tell } from "./set.ts";

/** Height and width of the images. */
export const SIZE = 32;
const PIXELS = 3 * SIZE * SIZE;
const BATCH = 64;

/** Trains the classifier; returns it as ONNX. */
export async function trainedClassifier(
  engine: Engine,
  training: Half,
  classes: readonly string[],
  steps: number,
  tell: Tell,
): Promise<Uint8Array> {
  const definition = {
    targets: { classes: { class: classes } },
    imageShape: [3, SIZE, SIZE],
    body: stridedBody({ channels: 32, features: 64 }),
  } as const;
  const runtime = createRuntime(engine);
  const stream = randomStream(1, "batches");
  const tensors = await trainClassifier(definition, {
    ...{ runtime, batchSize: BATCH, steps, seed: 1 },
    next: () => randomBatch(training, stream),
    onStep(step, loss) {
      if (step % 100 === 0) tell(`step ${step} of ${steps}: loss ${loss.toFixed(3)}`);
    },
  });
  await runtime.release();
  return exportClassifier(definition, tensors);
}

/** Random images, half of them mirrored. */
function randomBatch({ images, labels }: Half, stream: RandomStream): ClassifierBatch {
  const out = new Uint8Array(BATCH * PIXELS);
  const chosen = Array.from({ length: BATCH }, () => stream.integer(labels.length));
  for (const [i, index] of chosen.entries()) {
    const image = images.subarray(index * PIXELS, (index + 1) * PIXELS);
    const isMirrored = stream.uniform() < 0.5;
    for (let p = 0; p < PIXELS; p++) {
      const x = p % SIZE;
      out[i * PIXELS + p] = image[isMirrored ? p - x + (SIZE - 1 - x) : p]!;
    }
  }
  return { images: out, labels: Int32Array.from(chosen, (i) => labels[i]!) };
}
