import sharp from "sharp";
import { reasonOf } from "../../files/index.ts";
import { type Resizer, resizer } from "../../images/index.ts";
import { refuseBomb, refuseDepth } from "./demand.ts";
import { decodeSmallJpeg, isSmallJpeg, type Pixels } from "./jpeg.ts";
import { isSharpKernel, type Resampling, sharpKernels } from "./resampling.ts";
import { hasUnspecifiedSample } from "./tiff.ts";

/** What files are made into. */
export interface Target {
  /** Width and height. */
  readonly size: number;
  /** What is cut out of the middle: the largest square, or one of so many pixels. */
  readonly crop: "square" | number;
  /** How what was cut out comes to its size. */
  readonly resize: Resampling;
}

/** What became of one image file. */
export type DecodeOutcome =
  /** `side`: of the square that was cut out, in pixels, before it was resized. */
  | { readonly status: "decoded"; readonly side: number }
  | { readonly status: "broken"; readonly reason: string };

/** A square in an image. */
interface Square {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

/**
 * Decodes one image file to `size` × `size` RGB.
 *
 * The orientation noted in the file is applied, gray and CMYK become sRGB, transparency is laid on
 * white (a TIFF's channel of no specified meaning is none), 16 bits become 8; of an animation, the first picture counts. Then the square is cut out of the
 * middle (where the rest is odd, one pixel nearer to the top left) and resized; one that has the size
 * keeps its exact pixels.
 *
 * @param out uint8 `[3, size, size]`, R, G, B planes, 0 … 255; written only on success.
 * @returns never throws for bad bytes: what is cut off, unreadable, of pixels without a fixed range, far
 *   larger than its file or smaller than what is to be cut out is `broken`, with the reason.
 */
export async function decodeImage(
  bytes: Uint8Array,
  target: Target,
  out: Uint8Array,
): Promise<DecodeOutcome> {
  try {
    const side = isSmallJpeg(bytes)
      ? await decodeAtOnce(bytes, target, out)
      : await decodeBySharp(bytes, target, out);
    return { status: "decoded", side };
  } catch (error) {
    // libvips says the same several times, a line each
    const [reason = ""] = reasonOf(error).split("\n");
    return { status: "broken", reason };
  }
}

/** The side of the largest square of an image file, in pixels; `undefined` for one that is no image. */
export async function squareSideOf(bytes: Uint8Array): Promise<number | undefined> {
  try {
    const metadata = await sharp(bytes, { failOn: "error" }).metadata();
    refuseDepth(metadata);
    return Math.min(metadata.width, metadata.height);
  } catch {
    return undefined;
  }
}

async function decodeAtOnce(bytes: Uint8Array, target: Target, out: Uint8Array): Promise<number> {
  const { size, resize } = target;
  const pixels = await decodeSmallJpeg(bytes);
  const square = squareOf(pixels, target);
  if (square.side === size) toPlanes(pixels, square, out);
  else if (isSharpKernel(resize)) return decodeBySharp(bytes, target, out);
  else resizeInto(pixels, square, target, out);
  return square.side;
}

async function decodeBySharp(bytes: Uint8Array, target: Target, out: Uint8Array): Promise<number> {
  const { size, resize } = target;
  const input = sharp(bytes, { failOn: "error" });
  const metadata = await input.metadata();
  refuseDepth(metadata);
  refuseBomb(metadata, bytes.length, !isSharpKernel(resize));
  if (hasUnspecifiedSample(bytes)) {
    const opaque = input.autoOrient().removeAlpha().png({ compressionLevel: 0 });
    return decodeBySharp(await opaque.toBuffer(), target, out);
  }
  const square = squareOf(metadata.autoOrient, target);
  const { left, top, side } = square;
  const cut = input
    .autoOrient()
    .flatten({ background: "#ffffff" })
    .extract({ left, top, width: side, height: side });
  const kernel = isSharpKernel(resize) ? sharpKernels[resize] : undefined;
  const sized =
    side === size || kernel === undefined
      ? cut
      : cut.resize(size, size, { fit: "fill", kernel, fastShrinkOnLoad: false });
  const width = kernel === undefined ? side : size;
  const data = await sized.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer();
  if (data.length !== 3 * width * width) throw new Error(`decoded to ${data.length} bytes`);
  const pixels = { width, height: width, stride: 3, data };
  const whole = { left: 0, top: 0, side: width };
  if (width === size) toPlanes(pixels, whole, out);
  else resizeInto(pixels, whole, target, out);
  return side;
}

function squareOf(
  { width, height }: { readonly width: number; readonly height: number },
  { crop }: Target,
): Square {
  const side = crop === "square" ? Math.min(width, height) : crop;
  if (side > width || side > height) {
    throw new Error(`${width} × ${height} pixels, less than the ${side} of data.crop`);
  }
  return { left: (width - side) >> 1, top: (height - side) >> 1, side };
}

/** Writes the square as R, G, B planes. */
function toPlanes(
  { width, stride, data }: Pixels,
  { left, top, side }: Square,
  out: Uint8Array,
): void {
  const plane = side * side;
  for (let y = 0, at = 0; y < side; y++) {
    let from = ((top + y) * width + left) * stride;
    for (let x = 0; x < side; x++, at++, from += stride) {
      out[at] = data[from] as number;
      out[plane + at] = data[from + 1] as number;
      out[2 * plane + at] = data[from + 2] as number;
    }
  }
}

const resizers = new Map<string, Resizer>();
/** Sizes of images differ without end; their tables are not worth keeping beyond that. */
const mostResizers = 256;

function resizeInto(pixels: Pixels, square: Square, target: Target, out: Uint8Array): void {
  const { size, resize } = target;
  if (isSharpKernel(resize)) throw new Error(`internal: ${resize} is done by sharp`);
  const { side } = square;
  const planes = new Uint8Array(3 * side * side);
  toPlanes(pixels, square, planes);
  const key = `${resize} ${side} ${size}`;
  const known = resizers.get(key);
  const made = known ?? resizer({ method: resize, from: [side, side], to: [size, size] });
  if (known === undefined) {
    if (resizers.size >= mostResizers) resizers.clear();
    resizers.set(key, made);
  }
  out.set(made(planes));
}
