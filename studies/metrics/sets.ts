/** The data sets of the study: halves, and the package's classifier for them. */
import { readFile } from "node:fs/promises";
import { EvenkeelError, randomStream } from "evenkeel";
import { type ImageDataset, openDataset } from "evenkeel/data";
import { openShipped, type ShippedName, shippedClassifiers } from "evenkeel/metrics/classifier";
import type { FeatureExtractor } from "evenkeel/metrics/extractors";
import type { Engine } from "evenkeel/runtime";
import { cifar10Options, imagesOf } from "../../tools/datasets.ts";
import { shapesImages } from "../../tools/shapes.ts";
import type { Half, StudiedSet } from "./set.ts";

/** Height and width of the images. */
const SIZE = 32;
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
  return inHalves(dataset, request, await classifierOf(engine, "digits"));
}

/** CIFAR-10's test images in two halves; the classifier was trained on the training images. */
export async function cifar10Set(engine: Engine, request: SetRequest): Promise<StudiedSet> {
  const place = placeOf(request, "--cifar10", "a folder of CIFAR-10");
  const dataset = await openDataset(cifar10Options(place, "test"));
  return inHalves(dataset, request, await classifierOf(engine, "photos"));
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

/** A set in two halves, shuffled. */
async function inHalves(
  dataset: ImageDataset,
  { count: most }: SetRequest,
  extractor: FeatureExtractor,
): Promise<StudiedSet> {
  const { name, count } = dataset;
  const order = randomStream(0, "parts").permutation(count);
  const half = Math.min(most, Math.floor(count / 2));
  const halves = [
    await partOf(dataset, order.subarray(0, half)),
    await partOf(dataset, order.subarray(half, 2 * half)),
  ] as const;
  return { halves, extractor, notes: { source: name, images: count } };
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
