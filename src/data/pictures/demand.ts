/** What decoding an image takes of memory, and how much of it a file may ask for. */
import type { Metadata } from "sharp";
import { formatBytes } from "../../text.ts";

/** What any file may take: decoded, a WebP of 2800 × 2800 pixels, of no more than some dozen bytes. */
const LEAST_LIMIT = 2 ** 26;
/** What each byte of a file may take; photographs need a tenth of it. */
const PER_BYTE = 1024;

/**
 * Bytes of memory for each pixel, measured, of the formats that are decoded as a whole (sharp 0.35). Others
 * are decoded row by row, unless they are interlaced, progressive or turned.
 */
const WHOLE: Readonly<Record<string, number>> = { heif: 18, webp: 8, gif: 4 };
const TURNED = 4;
/** What decoding row by row takes for each pixel of a row: some rows are kept. */
const ROWS = 64;
/** What a resizer other than sharp's takes for each pixel, beside that. */
const OWN_RESIZER = 6;

/**
 * Refuses an image that takes far more memory than its file has bytes: 38 of them are a WebP of 8000 × 8000
 * pixels, which takes 500 MB and seconds.
 *
 * @param metadata what the file says of the image.
 * @param bytes the size of the file.
 * @param ownResizer whether another resizer than sharp's shrinks it.
 * @throws with the reason.
 */
export function refuseBomb(
  { format, width, height, isProgressive, orientation = 1 }: Metadata,
  bytes: number,
  ownResizer: boolean,
): void {
  const whole = WHOLE[format ?? ""] ?? (isProgressive || orientation > 1 ? TURNED : 0);
  const memory = width * (ROWS + height * (whole + (ownResizer ? OWN_RESIZER : 0)));
  if (memory <= LEAST_LIMIT + PER_BYTE * bytes) return;
  throw new Error(
    `${width} × ${height} pixels in ${formatBytes(bytes)}, which would take ${formatBytes(memory)}`,
  );
}

/** Pixels of 8 bits, and of 16 bits in the color spaces whose values they are. */
const DEPTHS: Readonly<Record<string, readonly string[] | undefined>> = {
  ushort: ["grey16", "rgb16", "cmyk"],
  short: ["labs"],
};
const IN_WORDS: Readonly<Record<string, string>> = {
  char: "whole numbers of 8 bits with a sign",
  short: "whole numbers of 16 bits with a sign",
  uint: "whole numbers of 32 bits",
  int: "whole numbers of 32 bits with a sign",
  float: "floating-point numbers of 32 bits",
  double: "floating-point numbers of 64 bits",
};

/**
 * Refuses pixels of a type that has no black and white of its own, as TIFF files may have them: 0 to 1, 0 to
 * 4095, degrees and metres are all stored as the same floating-point numbers.
 *
 * @throws with the reason.
 */
export function refuseDepth({ depth, space }: Metadata): void {
  if (depth === "uchar" || DEPTHS[`${depth}`]?.includes(`${space}`)) return;
  const kind = IN_WORDS[`${depth}`] ?? `${depth} (${space})`;
  throw new Error(`its pixels are ${kind}, not of 8 or 16 bits from black to white`);
}
