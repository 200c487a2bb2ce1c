/** What files of equal records must have. */
import { EvenkeelError } from "../../errors.ts";
import { countOf } from "../../text.ts";

/**
 * How many records of `recordBytes` bytes, an image each, a file of `bytes` bytes has.
 *
 * @throws EvenkeelError `DATA` for none, or for a part of one.
 */
export function wholeRecords(
  set: string,
  path: string,
  bytes: number,
  recordBytes: number,
): number {
  const records = Math.floor(bytes / recordBytes);
  if (records > 0 && bytes % recordBytes === 0) return records;
  throw new EvenkeelError(
    "DATA",
    `${set}: the size of ${path} must be a multiple of ${recordBytes} bytes (one image), ` +
      `got ${bytes} bytes: ${countOf(records, "image")}, then ${bytes % recordBytes} bytes`,
    {
      advice:
        "It is cut off, or not the binary version. Move the folder away and run " +
        `\`evenkeel data fetch ${set}\`.`,
      details: { path, bytes, recordBytes },
    },
  );
}

/**
 * Requires a label for each image.
 *
 * @param labels the file of labels and how many it has.
 * @param images the file of images and how many it has.
 * @throws EvenkeelError `DATA` for another number.
 */
export function requireLabels(
  set: string,
  labels: { readonly path: string; readonly count: number },
  images: { readonly path: string; readonly count: number },
): void {
  if (labels.count === images.count) return;
  throw new EvenkeelError(
    "DATA",
    `${set}: ${labels.path} must have a label for each of the ${images.count} images of ` +
      `${images.path}, got ${labels.count}`,
    {
      advice: "One of them is cut off. Get both from the same place.",
      details: { path: labels.path },
    },
  );
}
