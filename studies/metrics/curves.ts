/** One data set in two halves: each compared with the other as it is, spoiled, and with classes missing. */
import { randomStream } from "evenkeel";
import {
  type FeatureMatrix,
  featureStatistics,
  frechetDistanceInfinity,
  selectRows,
} from "evenkeel/metrics";
import type { FeatureExtractor } from "evenkeel/metrics/extractors";
import type { Engine } from "evenkeel/runtime";
import { addNoise, blur } from "./corruptions.ts";
import { allMetrics, type Curve, curve, distances, matrix } from "./measure.ts";
import type { Half, StudiedSet, Tell } from "./set.ts";

/** Each curve is measured this often, with other images. */
export const REPEATS = 3;

const noises = [0, 4, 8, 16, 32, 64];
const blurs = [0, 0.5, 0.75, 1, 1.5, 2.5];
export const missing = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
export const counts = [250, 500, 1000, 2000, 5000, 10_000, 20_000];

/** A half with the features of its images. */
interface FeaturedHalf extends Half {
  readonly features: FeatureMatrix;
}

/** Two halves, what takes features, where arithmetic runs, and who is told of the progress. */
interface Comparison {
  readonly a: FeaturedHalf;
  readonly b: FeaturedHalf;
  readonly extractor: FeatureExtractor;
  readonly engine: Engine;
  readonly tell: Tell;
}

/** The distances of the halves as they are, and what infinitely many images would have. */
export type HalvesCurve = Curve & {
  readonly infinity: { readonly value: number; readonly r2: number };
};

/** The curves of a set. */
export interface SetCurves {
  readonly perHalf: number;
  /** Images on either side of the curves of noise and blur. */
  readonly perPoint: number;
  /** Images on either side where classes are missing: no more than a single class has. */
  readonly perClass: number;
  readonly halves: HalvesCurve;
  readonly noise: Curve;
  readonly blur: Curve;
  readonly missing: Curve;
}

/** Measures all curves of a set. */
export async function setCurves(set: StudiedSet, engine: Engine, tell: Tell): Promise<SetCurves> {
  const { halves, extractor } = set;
  tell("features of both halves");
  const comparison: Comparison = {
    a: await withFeatures(halves[0], extractor),
    b: await withFeatures(halves[1], extractor),
    ...{ extractor, engine, tell },
  };
  const { b } = comparison;
  return {
    perHalf: b.labels.length,
    perPoint: imagesOf(b),
    perClass: imagesOfClass(b),
    halves: await halvesCurve(comparison),
    noise: await spoiledCurve(comparison, noises, (images, sigma, r) =>
      addNoise(images, sigma, randomStream(r, "pixels")),
    ),
    blur: await spoiledCurve(comparison, blurs, (images, sigma) => blur(images, sigma, b.size)),
    missing: await missingCurve(comparison),
  };
}

/** So many that each repeat has others. */
function imagesOf({ labels }: Half): number {
  return Math.min(1500, 100 * Math.floor(labels.length / REPEATS / 100));
}

/** Fewer images than a class of a half has. */
function imagesOfClass({ labels }: Half): number {
  return Math.min(1500, 50 * Math.floor(labels.length / 11.5 / 50));
}

async function withFeatures(half: Half, extractor: FeatureExtractor): Promise<FeaturedHalf> {
  const { images, labels, channels, size } = half;
  const { features } = await extractor.extract(images, [labels.length, channels, size, size]);
  return { ...half, features: matrix(features, extractor.dimension) };
}

/** How near the halves are by the number of images: the bias of few samples. */
async function halvesCurve({ a, b, engine, tell }: Comparison): Promise<HalvesCurve> {
  const once = (count: number, r: number) => {
    const stream = randomStream(r, "halves");
    const draw = (half: FeaturedHalf) =>
      selectRows(half.features, stream.permutation(half.labels.length).subarray(0, count));
    return distances(draw(a), draw(b), engine);
  };
  const xs = counts.filter((count) => count <= b.labels.length);
  const found = await curve(xs, REPEATS, once, tell);
  const statistics = await featureStatistics(a.features, { engine });
  const { value, details } = await frechetDistanceInfinity(statistics, b.features, { engine });
  return { ...found, infinity: { value, r2: details.r2 } };
}

/** The metrics between images of `a` and images of `b` made worse, by strength. */
function spoiledCurve(
  { a, b, extractor, engine, tell }: Comparison,
  strengths: readonly number[],
  spoil: (images: Uint8Array, strength: number, repeat: number) => Uint8Array,
): Promise<Curve> {
  const count = imagesOf(b);
  const { channels, size } = b;
  const length = channels * size * size;
  const once = async (strength: number, r: number) => {
    const first = r * count;
    const pixels = b.images.subarray(first * length, (first + count) * length);
    const spoiled = spoil(pixels, strength, r);
    const { features } = await extractor.extract(spoiled, [count, channels, size, size]);
    const real = selectRows(
      a.features,
      Array.from({ length: count }, (_, i) => first + i),
    );
    return allMetrics(real, matrix(features, extractor.dimension), engine);
  };
  return curve(strengths, REPEATS, once, tell);
}

/** The metrics between images of `a` of all classes and as many of `b` without its last classes. */
function missingCurve({ a, b, engine, tell }: Comparison): Promise<Curve> {
  const count = imagesOfClass(b);
  const once = (removed: number, r: number) => {
    const stream = randomStream(r, "classes");
    const kept = stream.permutation(b.labels.length).filter((i) => b.labels[i]! < 10 - removed);
    const real = selectRows(a.features, stream.permutation(a.labels.length).subarray(0, count));
    return allMetrics(real, selectRows(b.features, kept.subarray(0, count)), engine);
  };
  return curve(missing, REPEATS, once, tell);
}
