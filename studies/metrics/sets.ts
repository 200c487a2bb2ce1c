/** The data sets of the study: halves, and an extractor that has seen none of their images. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError, randomStream } from "evenkeel";
import { openDataset } from "evenkeel/data";
import { writeFileAtomically } from "evenkeel/files";
import { classifierExtractor, openShipped, shippedClassifiers } from "evenkeel/metrics/classifier";
import type { FeatureExtractor } from "evenkeel/metrics/extractors";
import type { Engine } from "evenkeel/runtime";
import { largestOfRows, shapesImages } from "../../tools/shapes.ts";
import { SIZE, trainedClassifier } from "./classifier.ts";
import type { Half, StudiedSet, Tell } from "./set.ts";

const PIXELS = 3 * SIZE * SIZE;
/** The seed of the studied shapes; their classifier was trained on another. */
const SHAPES_SEED = 77;

/** Two halves of `count` images of `shapes`, with the classifier that the package carries. */
export async function shapesSet(engine: Engine, count: number): Promise<StudiedSet> {
  const half = (first: number): Half => {
    const { images, factors } = shapesImages(first, count, SIZE, SHAPES_SEED);
    return { images, labels: Uint8Array.from(factors, ({ label }) => label), size: SIZE };
  };
  const { shapes } = shippedClassifiers;
  const extractor = await openShipped(engine, shapes, await readFile(shapes.file));
  return { halves: [half(0), half(count)], extractor, notes: {} };
}

/** How CIFAR-10 is studied. */
export interface CifarOptions {
  /** A folder of images, or one that holds `cifar-10-batches-bin`. */
  readonly folder: string | undefined;
  /** Images of a half, at most. */
  readonly count: number;
  /** Steps that the classifier is trained for. */
  readonly steps: number;
  /** An ONNX file that keeps the classifier. */
  readonly classifier: string | undefined;
}

/**
 * CIFAR-10, shuffled: a fifth trains a small classifier, whose features the study uses; the other images,
 * which it never saw, are the halves.
 */
export async function cifar10Set(
  engine: Engine,
  { folder, count: most, steps, classifier }: CifarOptions,
  tell: Tell,
): Promise<StudiedSet> {
  tell("opening CIFAR-10");
  const dataset = await openDataset(cifar10Options(folder));
  const { count, classes, labels } = dataset;
  const order = randomStream(0, "parts").permutation(count);
  const fifth = Math.floor(count / 5);
  const half = Math.min(most, Math.floor((count - fifth) / 2));
  const part = async (from: number, to: number): Promise<Half> => {
    const indices = order.subarray(from, to);
    const images = new Uint8Array(indices.length * PIXELS);
    await dataset.read(indices, images);
    return { images, labels: Uint8Array.from(indices, (i) => labels[i]!), size: SIZE };
  };
  let model: Uint8Array;
  if (classifier !== undefined && existsSync(classifier)) model = await readFile(classifier);
  else {
    model = await trainedClassifier(engine, await part(0, fifth), classes, steps, tell);
    if (classifier !== undefined) await writeFileAtomically(classifier, model);
  }
  const halves = [
    await part(fifth, fifth + half),
    await part(fifth + half, fifth + 2 * half),
  ] as const;
  const extractor = await classifierExtractor(engine, model, "cifar10-classifier");
  const accuracy = await accuracyOf(extractor, halves[1]);
  tell(`accuracy on images that it never saw: ${(100 * accuracy).toFixed(1)} %`);
  const notes = {
    ...{ source: dataset.name, images: count, trainedOn: fifth, trainingSteps: steps, accuracy },
  };
  return { halves, extractor, notes };
}

function cifar10Options(folder: string | undefined) {
  if (folder === undefined) {
    throw new EvenkeelError("USAGE", "study:metrics: --cifar10 must name a folder of CIFAR-10");
  }
  return existsSync(join(folder, "cifar-10-batches-bin"))
    ? ({ name: "cifar10", root: folder } as const)
    : ({ name: "folder", path: folder, size: SIZE } as const);
}

async function accuracyOf(extractor: FeatureExtractor, { images, labels }: Half): Promise<number> {
  const { logits } = await extractor.extract(images, [labels.length, 3, SIZE, SIZE]);
  const right = largestOfRows(logits!, extractor.classes).filter((label, i) => label === labels[i]);
  return right.length / labels.length;
}
