/** What images look like, in a few numbers: where they are bright, and how strongly they change. */
import { asSeen } from "../../images/index.ts";

/** A few numbers of an image. */
export interface ImageAspects {
  /** Means of the parts of a grid of at most 4 × 4, channel by channel. */
  readonly layout: Float64Array;
  /**
   * The root mean square of the gradient in each quarter of the image, at full resolution, at half of it,
   * and so on while 4 pixels are left, channel by channel. None of points, which are a single pixel.
   */
  readonly slopes: Float64Array;
  /** The mean of its values, and that of their squares. */
  readonly mean: number;
  readonly meanSquare: number;
}

/** Parts of the layout in each direction. */
const LAYOUT = 4;
/** The least height and width that slopes are measured at, beside those of the image itself. */
const SMALLEST = 4;

interface Plane {
  readonly values: Float64Array;
  readonly height: number;
  readonly width: number;
}

/**
 * The aspects of each image; of those with opacity as they are seen.
 *
 * @param given `[N, C, H, W]`.
 * @param shape  `[C, H, W]`.
 */
export function aspectsOf(
  given: Float32Array,
  shape: readonly [number, number, number],
): readonly ImageAspects[] {
  const [channels, height, width] = shape;
  const images = asSeen(given, shape);
  const area = height * width;
  const length = channels * area;
  return Array.from({ length: images.length / length }, (_, i) => {
    const planes = Array.from({ length: channels }, (_, c): Plane => {
      const start = i * length + c * area;
      return { values: Float64Array.from(images.subarray(start, start + area)), height, width };
    });
    const all = images.subarray(i * length, (i + 1) * length);
    return {
      layout: Float64Array.from(planes.flatMap((plane) => partMeans(plane, LAYOUT))),
      slopes: Float64Array.from(planes.flatMap(slopesOf)),
      mean: all.reduce((sum, x) => sum + x, 0) / length,
      meanSquare: all.reduce((sum, x) => sum + x * x, 0) / length,
    };
  });
}

/** Means of the parts of a grid; parts overlap by a pixel where the size is not a multiple. */
function partMeans({ values, height, width }: Plane, most: number): number[] {
  const [rows, columns] = [Math.min(most, height), Math.min(most, width)];
  const bounds = (part: number, parts: number, size: number) =>
    [Math.floor((part * size) / parts), Math.ceil(((part + 1) * size) / parts)] as const;
  const means: number[] = [];
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = bounds(row, rows, height);
    for (let column = 0; column < columns; column++) {
      const [left, right] = bounds(column, columns, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) sum += values[y * width + x]!;
      }
      means.push(sum / ((bottom - top) * (right - left)));
    }
  }
  return means;
}

function slopesOf(plane: Plane): number[] {
  if (plane.values.length === 1) return [];
  const own = partMeans(squaredSlopes(plane), 2).map(Math.sqrt);
  const smaller = halved(plane);
  return Math.min(smaller.height, smaller.width) < SMALLEST ? own : [...own, ...slopesOf(smaller)];
}

/** The squared differences to the next pixel below and to the right, added. */
function squaredSlopes({ values, height, width }: Plane): Plane {
  const slopes = new Float64Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const right = x + 1 < width ? values[i + 1]! - values[i]! : 0;
      const down = y + 1 < height ? values[i + width]! - values[i]! : 0;
      slopes[i] = right ** 2 + down ** 2;
    }
  }
  return { values: slopes, height, width };
}

/** Means of 2 × 2 pixels; an odd last row or column is left out. */
function halved({ values, height, width }: Plane): Plane {
  const half: Plane = {
    values: new Float64Array((height >> 1) * (width >> 1)),
    height: height >> 1,
    width: width >> 1,
  };
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      const i = 2 * (y * width + x);
      const sum = values[i]! + values[i + 1]! + values[i + width]! + values[i + width + 1]!;
      half.values[y * half.width + x] = sum / 4;
    }
  }
  return half;
}
