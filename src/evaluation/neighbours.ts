/** Whether a generator has learnt images by heart: its images beside the training images nearest to them. */

import {
  type ComputeOptions,
  type FeatureMatrix,
  nearestNeighbours,
  selectRows,
} from "../metrics/index.ts";
import { type ImageGrid, imageGrid } from "../plots/image-grid.ts";
import { formatShare } from "../text.ts";
import { roundImages } from "./collect.ts";
import type { Measured } from "./measure.ts";

/** Images of either kind that neighbours are looked for. */
export const QUERIES = 1000;
/** Rows of the picture. */
const ROWS = 8;
/** Nearest images of a row, in either space. */
const NEAREST = 4;

/** Generated and real images with their features. */
export interface NeighbourSides {
  readonly generated: { readonly features: FeatureMatrix; readonly pixels: Uint8Array };
  /** Of the training images. */
  readonly real: { readonly features: FeatureMatrix; readonly pixels: Uint8Array };
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** A check and its picture. */
export interface NeighbourCheck {
  readonly measured: Measured;
  readonly picture: ImageGrid;
}

/**
 * Compares how far generated images are from the nearest training image with how far training images are
 * from the nearest other one, in feature and in pixel space, by the medians.
 *
 * The picture has a row for each of the 8 generated images that are nearest to a training image: the image,
 * its 4 nearest training images by features, its 4 nearest by pixels.
 */
export async function checkNeighbours(
  { generated, real, shape }: NeighbourSides,
  compute: ComputeOptions,
): Promise<NeighbourCheck> {
  const pixels = (data: Uint8Array, rows: number): FeatureMatrix => ({
    data,
    rows,
    columns: shape[0] * shape[1] * shape[2],
  });
  const spaces = {
    features: [generated.features, real.features],
    pixels: [
      pixels(generated.pixels, generated.features.rows),
      pixels(real.pixels, real.features.rows),
    ],
  } as const;
  const found = {
    features: await inSpace(...spaces.features, compute),
    pixels: await inSpace(...spaces.pixels, compute),
  };
  const { features } = found;
  const details = {
    median: features.median,
    realMedian: features.realMedian,
    pixelRatio: found.pixels.ratio,
    nearerThanOnePercent: features.nearer,
  };
  const closest = [...features.nearest.keys()]
    .sort((a, b) => features.nearest[a]! - features.nearest[b]!)
    .slice(0, ROWS);
  return {
    measured: {
      key: "neighbours",
      value: features.ratio,
      spread: null,
      details,
      warnings: warningsOf(features),
      counts: { real: real.features.rows, fake: generated.features.rows },
    },
    picture: await draw(closest, found, spaces.pixels, shape),
  };
}

interface Space {
  /** Positions of the nearest training images, `[queries, k]`. */
  readonly indices: Uint32Array;
  readonly k: number;
  /** Distance of each generated image to the nearest training image. */
  readonly nearest: Float64Array;
  readonly median: number;
  readonly realMedian: number;
  readonly ratio: number;
  /** The share of generated images nearer to a training image than 1 % of these are to another. */
  readonly nearer: number;
}

async function inSpace(
  generated: FeatureMatrix,
  real: FeatureMatrix,
  compute: ComputeOptions,
): Promise<Space> {
  const k = Math.min(NEAREST, real.rows);
  const { indices, distances } = await nearestNeighbours(generated, real, k, compute);
  const nearest = distances.filter((_, i) => i % k === 0);
  const count = Math.min(QUERIES, real.rows);
  const some = selectRows(
    real,
    Uint32Array.from({ length: count }, (_, i) => i),
  );
  // the nearest is the image itself
  const others = (await nearestNeighbours(some, real, 2, compute)).distances.filter(
    (_, i) => i % 2 === 1,
  );
  const [median, realMedian] = [quantile(nearest, 0.5), quantile(others, 0.5)];
  const limit = quantile(others, 0.01);
  return {
    indices,
    k,
    nearest,
    median,
    realMedian,
    ratio: median / realMedian,
    nearer: nearest.filter((distance) => distance < limit).length / nearest.length,
  };
}

function warningsOf({ ratio, nearer }: Space): string[] {
  if (ratio >= 0.5 && nearer <= 0.1) return [];
  return [
    `${formatShare(nearer)} of the generated images are nearer to a training image than 1 % of those are to each ` +
      "other: look at the picture, the generator may have learnt images by heart",
  ];
}

function quantile(values: Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

async function draw(
  rows: readonly number[],
  found: Readonly<Record<"features" | "pixels", Space>>,
  [generated, real]: readonly [FeatureMatrix, FeatureMatrix],
  shape: NeighbourSides["shape"],
): Promise<ImageGrid> {
  const length = generated.columns;
  const { k } = found.features;
  const columns = 1 + 2 * k;
  const data = new Uint8Array(rows.length * columns * length);
  const put = (cell: number, { data: from }: FeatureMatrix, index: number) =>
    data.set(from.subarray(index * length, (index + 1) * length) as Uint8Array, cell * length);
  rows.forEach((image, row) => {
    put(row * columns, generated, image);
    for (let i = 0; i < k; i++) {
      put(row * columns + 1 + i, real, found.features.indices[image * k + i]!);
      put(row * columns + 1 + k + i, real, found.pixels.indices[image * k + i]!);
    }
  });
  const images = { data, shape: [rows.length * columns, ...shape] };
  return imageGrid(images, {
    rows: rows.length,
    columns,
    upscale: Math.max(1, Math.round(64 / shape[1])),
  });
}

/** Pixels as bytes, whatever the protocol's rounding: what is compared and drawn. */
export function asBytes(values: Uint8Array | Float32Array): Uint8Array {
  return roundImages(values, "round") as Uint8Array;
}
