import sharp from "sharp";
import { EvenkeelError } from "../errors.ts";

/** A batch of images: `data` is uint8 `[N, C, H, W]`, C 1 (gray) or 3 (RGB). */
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
  readonly channels: 1 | 3;
}

const GAP = 2;
const BACKGROUND = 255;

/**
 * Draws images row by row into one PNG file, 2 white pixels apart.
 *
 * Cells without an image stay white. The gap is not scaled.
 *
 * @param images  uint8 `[N, C, H, W]` with N ≤ rows · columns.
 * @throws EvenkeelError `SHAPE` for more images than cells, or for a shape that is no batch of gray or
 *   RGB images.
 */
export async function imageGrid(images: ImageBatch, options: ImageGridOptions): Promise<ImageGrid> {
  const { rows, columns, upscale = 1 } = options;
  const [count, channels, imageHeight, imageWidth] = checkShape(images, rows * columns);
  const stepX = imageWidth * upscale + GAP;
  const stepY = imageHeight * upscale + GAP;
  const width = columns * stepX - GAP;
  const height = rows * stepY - GAP;
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
  const png = await sharp(pixels, { raw: { width, height, channels } })
    .toColorspace(channels === 1 ? "b-w" : "srgb")
    .png()
    .toBuffer();
  return { png, width, height, channels };
}

function checkShape(
  { data, shape }: ImageBatch,
  cells: number,
): readonly [count: number, channels: 1 | 3, height: number, width: number] {
  const [count = 0, channels, height = 0, width = 0] = shape;
  if (shape.length !== 4 || (channels !== 1 && channels !== 3)) {
    const rule = "images must be [N, C, H, W] with C 1 or 3";
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
