/** What can be measured, and what a result is called. */

/** What one can ask for. */
export const metricNames = [
  "is",
  "fid",
  "kid",
  "prdc",
  "fid-infinity",
  "intra-fid",
  "neighbours",
  "modes",
] as const;
/** One of {@link metricNames}. */
export type MetricName = (typeof metricNames)[number];

/** A number that a metric gives. */
export interface ResultKind {
  /** The metric that gives it. */
  readonly metric: MetricName;
  /** Its name where features come from an Inception network. */
  readonly name: string;
  /** Its key and its name where features come from elsewhere; absent where they do not matter. */
  readonly elsewhere?: { readonly key: string; readonly name: string };
  readonly better: "higher" | "lower";
  /** Digits after the point. */
  readonly digits: number;
  /** The settings of a protocol that its value depends on: paths, or beginnings of paths. */
  readonly settings: readonly string[];
  /** One sentence: what the number means. */
  readonly meaning: string;
}

const distance = ["real", "fake", "features"] as const;
const balls = [...distance, "neighbours"] as const;

/** The numbers that metrics give, by their keys; the first one of a metric is what checkpoints are chosen by. */
export const resultKinds = {
  is: {
    metric: "is",
    name: "Inception score",
    elsewhere: { key: "classifier-score", name: "classifier score" },
    better: "higher",
    digits: 2,
    settings: ["fake.rounding", "features", "inceptionScore"],
    meaning:
      "How surely a classifier names each generated image, and how evenly the names are spread: 1 at " +
      "worst, the number of classes at best. It never looks at a real image.",
  },
  fid: {
    metric: "fid",
    name: "FID",
    elsewhere: { key: "frechet-distance", name: "Fréchet distance" },
    better: "lower",
    digits: 2,
    settings: distance,
    meaning:
      "The Fréchet distance between two Gaussians, fitted to the features of real and of generated " +
      "images. It falls as there are more images, so it compares at equal numbers only.",
  },
  kid: {
    metric: "kid",
    name: "KID",
    elsewhere: { key: "kernel-distance", name: "kernel distance" },
    better: "lower",
    digits: 5,
    settings: [...distance, "kernel"],
    meaning:
      "The squared maximum mean discrepancy of features under a cubic kernel. Unbiased, so it may be " +
      "used with few images, and may come out below 0.",
  },
  coverage: {
    metric: "prdc",
    name: "coverage",
    better: "higher",
    digits: 3,
    settings: balls,
    meaning: "The share of real images that have a generated one nearby.",
  },
  density: {
    metric: "prdc",
    name: "density",
    better: "higher",
    digits: 3,
    settings: balls,
    meaning:
      "How many real images each generated one is near to, relative to what is expected; may exceed 1.",
  },
  precision: {
    metric: "prdc",
    name: "precision",
    better: "higher",
    digits: 3,
    settings: balls,
    meaning: "The share of generated images that lie within the real ones.",
  },
  recall: {
    metric: "prdc",
    name: "recall",
    better: "higher",
    digits: 3,
    settings: balls,
    meaning: "The share of real images that lie within the generated ones.",
  },
  "fid-infinity": {
    metric: "fid-infinity",
    name: "FID∞",
    elsewhere: { key: "frechet-distance-infinity", name: "Fréchet distance ∞" },
    better: "lower",
    digits: 2,
    settings: distance,
    meaning:
      "The FID that infinitely many generated images would have, by a straight line over 1/N (Chong & " +
      "Forsyth 2020).",
  },
  "intra-fid": {
    metric: "intra-fid",
    name: "intra-class FID",
    elsewhere: { key: "intra-frechet-distance", name: "intra-class Fréchet distance" },
    better: "lower",
    digits: 2,
    settings: distance,
    meaning:
      "The mean over the classes of each class's own FID, of conditional GANs (Miyato & Koyama 2018).",
  },
  neighbours: {
    metric: "neighbours",
    name: "nearness ratio",
    better: "higher",
    digits: 3,
    settings: ["fake.rounding", "features"],
    meaning:
      "How far generated images are from the nearest training image, by the median, over how far training " +
      "images are from each other. About 1: as new as a further real image; near 0: learnt by heart.",
  },
  "modes-covered": {
    metric: "modes",
    name: "modes covered",
    better: "higher",
    digits: 0,
    settings: ["fake.count"],
    meaning: "How many of a mixture's Gaussians have a generated point within three deviations.",
  },
  "high-quality": {
    metric: "modes",
    name: "high quality",
    better: "higher",
    digits: 3,
    settings: ["fake.count"],
    meaning:
      "The share of generated points within three standard deviations of the nearest Gaussian.",
  },
} as const satisfies Readonly<Record<string, ResultKind>>;

/** The key of a number where features come from an Inception network. */
export type ResultKey = keyof typeof resultKinds;

/** Whether features of this extractor may be called by the Inception names. */
export function isInception(extractor: string): boolean {
  return extractor.startsWith("inception-");
}

/** The key that a result is recorded under: `fid`, or `frechet-distance` of another extractor's features. */
export function recordedKey(key: ResultKey, extractor: string): string {
  const { elsewhere }: ResultKind = resultKinds[key];
  return elsewhere === undefined || isInception(extractor) ? key : elsewhere.key;
}

/** The kind of result that is recorded under this key, with its name; `undefined` for a foreign key. */
export function resultOf(key: string): ResultKind | undefined {
  if (Object.hasOwn(resultKinds, key)) return resultKinds[key as ResultKey];
  const kind = Object.values<ResultKind>(resultKinds).find((one) => one.elsewhere?.key === key);
  return kind?.elsewhere && { ...kind, name: kind.elsewhere.name };
}
