/** The built-in set: drawings of shapes, whose classes are combinations of kind, color and background. */
import {
  backgroundColorNames,
  backgroundsFor,
  renderShape,
  shapeColorNames,
  shapeFactors,
  shapeKinds,
} from "../../data/sets/shapes/index.ts";
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import { randomStream } from "../../random.ts";
import type { Rows, ZeroShotData } from "./data.ts";
import type { ZeroShotSource } from "./source.ts";

const SIZE = 32;
const PIXELS = 3 * SIZE * SIZE;
/** Seed of the drawings. */
const DRAWINGS = 20_000_001;
/** Drawings between two reports of progress. */
const BATCH = 500;

/** Options of {@link shapesSource}. */
export interface ShapesOptions {
  /** Drawings of each class for training, if it is seen. Default 10. */
  readonly training?: number;
  /** Drawings of each class for the test. Default 10. */
  readonly test?: number;
  /** Share of the classes that are unseen, in (0, 1). Default 0.5. */
  readonly unseen?: number;
  /** Called with the number of drawings whose features are known, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A class: a kind of shape in a color on a background. */
type Combination = readonly [kind: number, color: number, background: number];

/** All combinations whose color can be told from its background. */
const combinations: readonly Combination[] = shapeKinds.flatMap((_, kind) =>
  shapeColorNames.flatMap((color, c) =>
    backgroundsFor[color].map(
      (background): Combination => [kind, c, backgroundColorNames.indexOf(background)],
    ),
  ),
);

/**
 * Drawings of all combinations of kind, color and background whose color is easy to see, each a class; the
 * attributes of a class are 1 for its kind, its color and its background, and 0 for the others. Which classes are
 * unseen is drawn from the seed; each kind, color and background occurs in a seen class. The drawings are the same for all
 * seeds.
 *
 * @param extractor gives the features, such as the classifier that the package carries for these drawings.
 */
export async function shapesSource(
  extractor: FeatureExtractor,
  options: ShapesOptions = {},
): Promise<ZeroShotSource> {
  const { training = 10, test = 10, unseen = 0.5 } = options;
  const each = training + test;
  const features = await drawn(extractor, each, options);
  const labels = Int32Array.from({ length: combinations.length * each }, (_, place) =>
    Math.floor(place / each),
  );
  const attributes = descriptions();
  const classes = combinations.map(nameOf);
  const shared = { name: "shapes", classes, attributes, features, labels };
  const placesOf = (isWanted: (label: number) => boolean, from: number, to: number) =>
    Array.from(labels.keys()).filter((place) => {
      const within = place % each;
      return isWanted(labels[place] as number) && within >= from && within < to;
    });
  return {
    name: "shapes",
    hidden: 256,
    of(seed): ZeroShotData {
      const isUnseen = drawUnseen(seed, Math.round(unseen * combinations.length));
      const isLeftOut = (label: number) => isUnseen[label] === true;
      const isSeen = (label: number) => !isLeftOut(label);
      return {
        ...shared,
        training: placesOf(isSeen, 0, training),
        testSeen: placesOf(isSeen, training, each),
        testUnseen: placesOf(isLeftOut, training, each),
      };
    },
    whole: () => ({
      ...shared,
      training: placesOf(() => true, 0, training),
      test: placesOf(() => true, training, each),
    }),
  };
}

/** The features of `each` drawings of each class, class by class. */
async function drawn(
  extractor: FeatureExtractor,
  each: number,
  { onProgress, signal }: ShapesOptions,
): Promise<Rows> {
  const total = combinations.length * each;
  const columns = extractor.dimension;
  const data = new Float32Array(total * columns);
  for (let first = 0; first < total; first += BATCH) {
    signal?.throwIfAborted();
    const count = Math.min(BATCH, total - first);
    const images = new Uint8Array(count * PIXELS);
    for (let i = 0; i < count; i++) {
      const out = images.subarray(i * PIXELS, (i + 1) * PIXELS);
      drawPlace(first + i, Math.floor((first + i) / each), out);
    }
    const { features } = await extractor.extract(images, [count, 3, SIZE, SIZE]);
    data.set(features, first * columns);
    onProgress?.(first + count, total);
  }
  return { columns, data };
}

/** Draws a class with the other factors of a place. */
function drawPlace(place: number, label: number, out: Uint8Array): void {
  const [kind, color, background] = combinations[label] as Combination;
  renderShape(
    {
      // places of the set have kinds in turn
      ...shapeFactors(place * shapeKinds.length + kind, DRAWINGS),
      color: shapeColorNames[color]!,
      background: backgroundColorNames[background]!,
    },
    SIZE,
    out,
  );
}

function descriptions(): Rows {
  const sizes = [shapeKinds.length, shapeColorNames.length, backgroundColorNames.length];
  const columns = sizes.reduce((sum, size) => sum + size);
  const data = new Float32Array(combinations.length * columns);
  for (const [row, values] of combinations.entries()) {
    let start = row * columns;
    for (const [factor, value] of values.entries()) {
      data[start + value] = 1;
      start += sizes[factor] as number;
    }
  }
  return { columns, data };
}

function nameOf([kind, color, background]: Combination): string {
  return `${shapeColorNames[color]} ${shapeKinds[kind]} on ${backgroundColorNames[background]}`;
}

/** Chooses unseen classes in random order, as long as each of their values stays in a seen class. */
function drawUnseen(seed: number, wanted: number): readonly boolean[] {
  const left = new Map<string, number>();
  const keys = (label: number) =>
    (combinations[label] as Combination).map((value, factor) => `${factor}/${value}`);
  for (const label of combinations.keys()) {
    for (const key of keys(label)) left.set(key, (left.get(key) ?? 0) + 1);
  }
  const isUnseen = combinations.map(() => false);
  let chosen = 0;
  for (const label of randomStream(seed, "zsl/unseen").permutation(combinations.length)) {
    if (chosen === wanted) break;
    if (keys(label).some((key) => left.get(key) === 1)) continue;
    for (const key of keys(label)) left.set(key, (left.get(key) as number) - 1);
    isUnseen[label] = true;
    chosen++;
  }
  return isUnseen;
}
