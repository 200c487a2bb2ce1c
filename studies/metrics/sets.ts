/** The data sets of the study: halves, and a classifier for them. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { EvenkeelError, randomStream } from "evenkeel";
import { type ImageDataset, openDataset } from "evenkeel/data";
import { writeFileAtomically } from "evenkeel/files";
import {
  classifierExtractor,
  openShipped,
  type ShippedName,
  shippedClassifiers,
} from "evenkeel/metrics/classifier";
import type { FeatureExtractor } from "evenkeel/metrics/extractors";
import type { Engine } from "evenkeel/runtime";
import { cifar10Options, imagesOf } from "../../tools/datasets.ts";
import { largestOfRows, shapesImages } from "../../tools/shapes.ts";
import { SIZE, trainedClassifier } from "./classifier.ts";
import type { Half, StudiedSet, Tell } from "./set.ts";

/** The seed of the studied shapes; their classifier was trained on another. */
const SHAPES_SEED = 77;

/** Where the images of a set are, and how many of them are studied. */
export interface SetRequest {
  /** Images of a half, at most. */
  readonly count: number;
  /** A folder or an archive; not for images that are drawn. */
  readonly place?: string | undefined;
}

/** Two halves of `shapes`, drawings that the classifier was not trained on. */
export async function shapesSet(engine: Engine, { count }: SetRequest): Promise<StudiedSet> {
  const half = (first: number): Half => {
    const { images, factors } = shapesImages(first, count, SIZE, SHAPES_SEED);
    const labels = Uint8Array.from(factors, ({ label }) => label);
    return { images, labels, channels: 3, size: SIZE };
  };
  const extractor = await classifierOf(engine, "shapes");
  return { halves: [half(0), half(count)], extractor, notes: {} };
}

/** MNIST's training images in two halves; the classifier was trained on some of them. */
export async function digitsSet(engine: Engine, request: SetRequest): Promise<StudiedSet> {
  const root = placeOf(request, "--digits", "the folder that holds mnist/");
  const dataset = await openDataset({ name: "mnist", root, size: SIZE });
  const { name, count } = dataset;
  const order = randomStream(0, "parts").permutation(count);
  const half = Math.min(request.count, Math.floor(count / 2));
  const halves = [
    await partOf(dataset, order.subarray(0, half)),
    await partOf(dataset, order.subarray(half, 2 * half)),
  ] as const;
  const extractor = await classifierOf(engine, "digits");
  return { halves, extractor, notes: { source: name, images: count } };
}

/** How CIFAR-10 is studied. */
export interface CifarRequest extends SetRequest {
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
  request: CifarRequest,
  tell: Tell,
): Promise<StudiedSet> {
  const { count: most, steps, classifier } = request;
  tell("opening CIFAR-10");
  const place = placeOf(request, "--cifar10", "a folder of CIFAR-10");
  const dataset = await openDataset(cifar10Options(place));
  const { count, classes } = dataset;
  const order = randomStream(0, "parts").permutation(count);
  const fifth = Math.floor(count / 5);
  const half = Math.min(most, Math.floor((count - fifth) / 2));
  const part = (from: number, to: number) => partOf(dataset, order.subarray(from, to));
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
  const trained = { trainedOn: fifth, trainingSteps: steps, accuracy };
  const notes = { source: dataset.name, images: count, ...trained };
  return { halves, extractor, notes };
}

async function accuracyOf(
  extractor: FeatureExtractor,
  { images, labels, channels, size }: Half,
): Promise<number> {
  const { logits } = await extractor.extract(images, [labels.length, channels, size, size]);
  const right = largestOfRows(logits!, extractor.classes).filter((label, i) => label === labels[i]);
  return right.length / labels.length;
}

function placeOf({ place }: SetRequest, option: string, what: string): string {
  if (place !== undefined) return place;
  throw new EvenkeelError("USAGE", `study:metrics: ${option} must name ${what}`);
}

/** A classifier that the package carries. */
async function classifierOf(engine: Engine, name: ShippedName): Promise<FeatureExtractor> {
  const classifier = shippedClassifiers[name];
  return openShipped(engine, classifier, await readFile(classifier.file));
}

/** Some images of a set. */
async function partOf(dataset: ImageDataset, places: Uint32Array): Promise<Half> {
  const { channels, height, labels } = dataset;
  return {
    images: await imagesOf(dataset, places),
    labels: Uint8Array.from(places, (place) => labels[place]!),
    channels,
    size: height,
  };
}
