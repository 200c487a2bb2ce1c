import sharp from "sharp";
import { reasonOf } from "../../files/index.ts";
import { decodeSmallJpeg, hasUnspecifiedSample, isSmallJpeg } from "../../image-files/index.ts";
import { refuseBomb, refuseDepth } from "./demand.ts";
import { isExact, type Places, type Region, write } from "./place.ts";
import { isSharpKernel, sharpKernels } from "./resampling.ts";
import { planesOfTarget, sizeOfTarget, type Target, WHITE } from "./target.ts";

/** What became of one image file. */
export type DecodeOutcome =
  /** `side`: the shorter one of what was cut out, in pixels, before it was resized. */
  | {
      readonly status: "decoded";
      readonly side: number;
      /** Whether it has fewer pixels than what it became. */
      readonly enlarged: boolean;
    }
  | { readonly status: "broken"; readonly reason: string };

/**
 * Decodes one image file to RGB or RGBA of the target's height and width.
 *
 * The orientation noted in the file is applied, gray and CMYK become sRGB, transparency is laid on the
 * background (a TIFF's channel of no specified meaning is none) or kept as opacity, 16 bits become 8; of an
 * animation, the first picture counts. Then what is wanted of it is cut out of the middle (where the rest is odd,
 * one pixel nearer to the top left) and resized; what has its size keeps its exact pixels.
 *
 * Where opacity is kept, colors are weighted by it when they are resized: those of transparent places do not
 * bleed into others.
 *
 * @param out uint8 `[3 or 4, height, width]`, planes of R, G, B and opacity, 0 … 255; written only on success.
 * @returns never throws for bad bytes: what is cut off, unreadable, of pixels without a fixed range, far
 *   larger than its file or smaller than what is to be cut out is `broken`, with the reason.
 */
export async function decodeImage(
  bytes: Uint8Array,
  target: Target,
  out: Uint8Array,
): Promise<DecodeOutcome> {
  try {
    const { region, inner } = isSmallJpeg(bytes)
      ? await decodeAtOnce(bytes, target, out)
      : await decodeBySharp(bytes, target, out);
    const side = Math.min(region.width, region.height);
    return { status: "decoded", side, enlarged: side < Math.min(inner.width, inner.height) };
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

async function decodeAtOnce(bytes: Uint8Array, target: Target, out: Uint8Array): Promise<Places> {
  const pixels = await decodeSmallJpeg(bytes);
  const places = placesOf(pixels, target);
  if (!isExact(places) && isSharpKernel(target.resize)) return decodeBySharp(bytes, target, out);
  write(pixels, places, target, out);
  return places;
}

async function decodeBySharp(bytes: Uint8Array, target: Target, out: Uint8Array): Promise<Places> {
  const { resize, background = WHITE } = target;
  const input = sharp(bytes, { failOn: "error" });
  const metadata = await input.metadata();
  refuseDepth(metadata);
  refuseBomb(metadata, bytes.length, !isSharpKernel(resize));
  if (hasUnspecifiedSample(bytes)) {
    const opaque = input.autoOrient().removeAlpha().png({ compressionLevel: 0 });
    return decodeBySharp(await opaque.toBuffer(), target, out);
  }
  const places = placesOf(metadata.autoOrient, target);
  const { region, inner } = places;
  const planes = planesOfTarget(target);
  const oriented = input.autoOrient();
  const colored = planes === 4 ? oriented.ensureAlpha() : oriented.flatten({ background });
  const cut = colored.extract(region);
  const kernel = isSharpKernel(resize) ? sharpKernels[resize] : undefined;
  const resized = kernel !== undefined && !isExact(places);
  const sized = resized
    ? cut.resize(inner.width, inner.height, { fit: "fill", kernel, fastShrinkOnLoad: false })
    : cut;
  const { width, height } = resized ? inner : region;
  const data = await sized.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer();
  if (data.length !== planes * width * height) throw new Error(`decoded to ${data.length} bytes`);
  const whole = { left: 0, top: 0, width, height };
  write({ width, height, stride: planes, data }, { region: whole, inner }, target, out);
  return places;
}

/** The part of an image of this size that is wanted, and the part of the target that it becomes. */
function placesOf(
  { width, height }: { readonly width: number; readonly height: number },
  target: Target,
): Places {
  const { crop, fit = "crop" } = target;
  const [high, wide] = sizeOfTarget(target);
  const inner = { left: 0, top: 0, width: wide, height: high };
  if (crop !== "square") {
    if (crop > width || crop > height) {
      throw new Error(`${width} × ${height} pixels, less than the ${crop} of data.crop`);
    }
    return { region: middle({ width, height }, { width: crop, height: crop }), inner };
  }
  const whole = { left: 0, top: 0, width, height };
  if (fit === "squash") return { region: whole, inner };
  // of the two sides, which is longer than the target's proportions have it
  const isWide = width * high > height * wide;
  if (fit === "crop") {
    const cut = isWide
      ? { width: atLeastOne((height * wide) / high), height }
      : { width, height: atLeastOne((width * high) / wide) };
    return { region: middle(whole, cut), inner };
  }
  const shrunk = isWide
    ? { width: wide, height: atLeastOne((height * wide) / width) }
    : { width: atLeastOne((width * high) / height), height: high };
  return { region: whole, inner: middle(inner, shrunk) };
}

const atLeastOne = (side: number) => Math.max(1, Math.round(side));

/** A part of the middle, where the rest is odd one pixel nearer to the top left. */
function middle(
  all: Pick<Region, "width" | "height">,
  { width, height }: Pick<Region, "width" | "height">,
): Region {
  return { left: (all.width - width) >> 1, top: (all.height - height) >> 1, width, height };
}
