/** Grids of images. */
import sharp from "sharp";
import { EvenkeelError } from "../../errors.ts";
import { layOnWhite } from "../../images/index.ts";

/** A batch of images: `data` is uint8 `[N, C, H, W]`, C 1 (gray), 3 (RGB) or 4 (RGB and opacity). */
export interface ImageBatch {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly shape: readonly number[];
}

/** How a grid of images is laid out. */
export interface ImageGridOptions {
  readonly rows: number;
  readonly columns: number;
  /** Every pixel becomes a square of this many pixels a side (nearest neighbor); default 1. */
  readonly upscale?: number;
}

/** An encoded grid and its size in pixels. */
export interface ImageGrid {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

/** The pixels of a grid of images. */
export interface GridPixels {
  /** uint8, row by row, the channels of a pixel side by side. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
}

const GAP = 2;
const BACKGROUND = 255;

/**
 * Draws images row by row into one PNG file, 2 white pixels apart.
 *
 * Cells without an image stay white. The gap is not scaled.
 *
 * @param images  uint8 `[N, C, H, W]` with N ≤ rows · columns.
 * @throws EvenkeelError `SHAPE` for more images than cells, or for a shape that is no batch of
 *   such images.
 */
export async function imageGrid(images: ImageBatch, options: ImageGridOptions): Promise<ImageGrid> {
  const { pixels, width, height, channels } = gridPixels(images, options, {
    right: GAP,
    below: GAP,
  });
  const png = await sharp(pixels, { raw: { width, height, channels } })
    .toColorspace(channels === 1 ? "b-w" : "srgb")
    .png()
    .toBuffer();
  return { png, width, height, channels };
}

/**
 * One image as a PNG file.
 *
 * @param images uint8 `[N, C, H, W]`.
 * @param index its number, from 0 to N − 1.
 * @throws EvenkeelError `SHAPE` as {@link imageGrid} does.
 */
export async function imagePng(
  { data, shape: [, ...imageShape] }: ImageBatch,
  index: number,
): Promise<Uint8Array> {
  const length = imageShape.reduce((a, b) => a * b, 1);
  const image = data.subarray(index * length, (index + 1) * length);
  const { png } = await imageGrid(
    { data: image, shape: [1, ...imageShape] },
    { rows: 1, columns: 1 },
  );
  return png;
}

/**
 * Draws images row by row.
 *
 * @param space white pixels between neighbours; those to the right of the last column and below the last row
 *   are left out.
 * @throws EvenkeelError `SHAPE` as {@link imageGrid} does.
 */
export function gridPixels(
  images: ImageBatch,
  { rows, columns, upscale = 1 }: ImageGridOptions,
  space: { readonly right: number; readonly below: number },
): GridPixels {
  const [count, channels, imageHeight, imageWidth] = checkShape(images, rows * columns);
  const stepX = imageWidth * upscale + space.right;
  const stepY = imageHeight * upscale + space.below;
  const width = columns * stepX - space.right;
  const height = rows * stepY - space.below;
  const pixels = new Uint8Array(width * height * channels).fill(BACKGROUND);
  let source = 0;
  for (let n = 0; n < count; n++) {
    const left = (n % columns) * stepX;
    const top = Math.floor(n / columns) * stepY;
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < imageHeight; y++) {
        for (let x = 0; x < imageWidth; x++) {
          const value = images.data[source++] as number;
          for (let dy = 0; dy < upscale; dy++) {
            let at = ((top + y * upscale + dy) * width + left + x * upscale) * channels + c;
            for (let dx = 0; dx < upscale; dx++, at += channels) pixels[at] = value;
          }
        }
      }
    }
  }
  return { pixels, width, height, channels };
}

/** The images without opacity: those that have it, laid on white. */
export function onWhite(images: ImageBatch): ImageBatch {
  const { data, shape } = images;
  const [count = 0, channels, height = 0, width = 0] = shape;
  if (channels !== 4) return images;
  const laid = new Uint8Array((data.length / 4) * 3);
  layOnWhite<Uint8Array | Uint8ClampedArray>(data, laid, height * width);
  return { data: laid, shape: [count, 3, height, width] };
}

function checkShape(
  { data, shape }: ImageBatch,
  cells: number,
): readonly [count: number, channels: 1 | 3 | 4, height: number, width: number] {
  const [count = 0, channels, height = 0, width = 0] = shape;
  if (shape.length !== 4 || (channels !== 1 && channels !== 3 && channels !== 4)) {
    const rule = "images must be [N, C, H, W] with C 1, 3 or 4";
    throw new EvenkeelError("SHAPE", `imageGrid: ${rule}, got [${shape.join(", ")}]`);
  }
  if (data.length !== count * channels * height * width) {
    const rule = `data must have as many elements as the shape [${shape.join(", ")}]`;
    throw new EvenkeelError("SHAPE", `imageGrid: ${rule}, got ${data.length}`);
  }
  if (count > cells) {
    const rule = `images must fit into rows x columns = ${cells} cells`;
    throw new EvenkeelError("SHAPE", `imageGrid: ${rule}, got ${count}`);
  }
  return [count, channels, height, width];
}
