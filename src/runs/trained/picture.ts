/** Samples as pictures: a grid of images, or generated points over real ones. */

import type { ImageDataset } from "../../data/index.ts";
import type { Measures } from "../../gan/index.ts";
import { toPixels } from "../../images/pixels.ts";
import { type KnownMixture, modeCoverage } from "../../metrics/index.ts";
import { type ImageGrid, imageGrid } from "../../plots/images/index.ts";
import { pointPlot } from "../../plots/index.ts";
import { formatShare } from "../../text.ts";

/** The minimum width of an image in a grid, in pixels. */
const LEAST_WIDTH = 64;
/** The number of real points in a plot. */
const REAL_POINTS = 2000;

/** A drawing of samples. */
export interface Picture {
  readonly grid: ImageGrid;
  /** Measures of the samples themselves: for a known mixture `modes/covered` and `modes/highQuality`. */
  readonly measures: Measures;
}

/** Draws samples (float32 `[count, C, H, W]` in [-1, 1]) of one kind of data. */
export type Painter = (samples: Float32Array, layout: Layout) => Promise<Picture>;

/** The layout of images; ignored for points. */
export interface Layout {
  readonly columns: number;
}

/**
 * The painter for samples of a data set.
 *
 * @param mixture the Gaussians that the points are drawn from, if known.
 */
export async function painter(dataset: ImageDataset, mixture?: KnownMixture): Promise<Painter> {
  const { channels, height, width, dtype } = dataset;
  return dtype === "float32"
    ? pointPainter(dataset, mixture)
    : imagePainter([channels, height, width]);
}

/** Draws a grid of images of the shape `[C, H, W]` and enlarges small ones; needs no data set. */
export function imagePainter(imageShape: readonly [number, number, number]): Painter {
  return async (samples, layout) => ({
    grid: await pixelGrid(toPixels(samples), imageShape, layout),
    measures: {},
  });
}

/** Images (uint8 `[count, C, H, W]`) as the samples of a run are laid out. */
export function pixelGrid(
  data: Uint8Array | Uint8ClampedArray,
  imageShape: readonly [channels: number, height: number, width: number],
  { columns }: Layout,
): Promise<ImageGrid> {
  const [channels, height, width] = imageShape;
  const count = data.length / (channels * height * width);
  const upscale = Math.max(1, Math.round(LEAST_WIDTH / height));
  const rows = Math.ceil(count / columns);
  return imageGrid({ data, shape: [count, ...imageShape] }, { rows, columns, upscale });
}

/** Plots points over real ones of the data set, with the number of covered modes if the modes are known. */
export async function pointPainter(
  dataset: ImageDataset,
  mixture?: KnownMixture,
): Promise<Painter> {
  const count = Math.min(REAL_POINTS, dataset.count);
  const real = new Float32Array(2 * count);
  await dataset.read(
    Array.from({ length: count }, (_, i) => i),
    real,
  );
  return async (points) => {
    if (mixture === undefined) return { grid: await pointPlot({ points, real }), measures: {} };
    const { covered, modes, highQuality } = modeCoverage(points, mixture);
    const title = `${covered} of ${modes} modes, ${formatShare(highQuality)} of high quality`;
    return {
      grid: await pointPlot({ points, real }, { title }),
      measures: { "modes/covered": covered, "modes/highQuality": highQuality },
    };
  };
}
