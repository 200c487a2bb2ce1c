/** One data set in two halves: each compared with the other as it is, spoiled, and with classes missing. */
import { featureStatistics, frechetDistanceInfinity } from "../../../dist/metrics/index.js";
import { randomStream } from "../../../dist/random.js";
import { addNoise, blur } from "./corruptions.mjs";
import { allMetrics, curve, distances, matrix, rowsOf } from "./measure.mjs";

/** Images on either side of all curves but those of the halves: fewer than a class of a half has. */
export const imagesOf = (half) => Math.max(100, 100 * Math.floor(half.labels.length / 1300));
/** Each curve is measured this often, with other images. */
export const REPEATS = 3;

const noises = [0, 4, 8, 16, 32, 64];
const blurs = [0, 0.5, 0.75, 1, 1.5, 2.5];
export const missing = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
export const counts = [250, 500, 1000, 2000, 5000, 10_000, 20_000];

/** Images and labels with their features. */
export async function withFeatures({ images, labels, size }, extractor) {
  const { features } = await extractor.extract(images, [labels.length, 3, size, size]);
  return { images, labels, size, features: matrix(features, extractor.dimension) };
}

/** How near the halves are by the number of images: the bias of few samples. */
export async function halvesCurve(a, b, engine, tell) {
  const xs = counts.filter((count) => count <= b.labels.length);
  const found = await curve(
    xs,
    REPEATS,
    (count, r) => {
      const stream = randomStream(r, "halves");
      const draw = (half) =>
        rowsOf(half.features, stream.permutation(half.labels.length).subarray(0, count));
      return distances(draw(a), draw(b), engine);
    },
    tell,
  );
  const statistics = await featureStatistics(a.features, { engine });
  const { value, details } = await frechetDistanceInfinity(statistics, b.features, { engine });
  return { ...found, infinity: { value, r2: details.r2 } };
}

/** The metrics between images of `a` and images of `b` made worse, by strength. */
function spoiledCurve(a, b, strengths, spoil, extractor, engine, tell) {
  const count = imagesOf(b);
  const length = 3 * b.size * b.size;
  const once = async (strength, r) => {
    const first = r * count;
    const pixels = b.images.subarray(first * length, (first + count) * length);
    const spoiled = Uint8Array.from(spoil(pixels, strength, r));
    const { features } = await extractor.extract(spoiled, [count, 3, b.size, b.size]);
    const real = rowsOf(
      a.features,
      Array.from({ length: count }, (_, i) => first + i),
    );
    return allMetrics(real, matrix(features, extractor.dimension), engine);
  };
  return curve(strengths, REPEATS, once, tell);
}

export function noiseCurve(a, b, ...rest) {
  const spoil = (images, sigma, r) => addNoise(images, sigma, randomStream(r, "pixels"));
  return spoiledCurve(a, b, noises, spoil, ...rest);
}

export function blurCurve(a, b, ...rest) {
  return spoiledCurve(a, b, blurs, (images, sigma) => blur(images, sigma, b.size), ...rest);
}

/** The metrics between images of `a` of all classes and as many of `b` without its last classes. */
export function missingCurve(a, b, engine, tell) {
  const count = imagesOf(b);
  const once = (removed, r) => {
    const stream = randomStream(r, "classes");
    const kept = stream.permutation(b.labels.length).filter((i) => b.labels[i] < 10 - removed);
    const real = rowsOf(a.features, stream.permutation(a.labels.length).subarray(0, count));
    return allMetrics(real, rowsOf(b.features, kept.subarray(0, count)), engine);
  };
  return curve(missing, REPEATS, once, tell);
}
