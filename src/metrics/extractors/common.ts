/** What all extractors need. */
import { EvenkeelError } from "../../errors.ts";
import type { ImageBatchShape } from "./extractor.ts";

/**
 * Makes sure that images are what an extractor takes.
 *
 * @param name what errors call the extractor.
 * @throws EvenkeelError `SHAPE` for other channels, or when the values do not fill the shape.
 */
export function checkImages(
  name: string,
  channels: number,
  images: Uint8Array | Float32Array,
  shape: ImageBatchShape,
): void {
  const expected = shape.reduce((product, side) => product * side, 1);
  if (shape[1] === channels && images.length === expected) return;
  throw new EvenkeelError(
    "SHAPE",
    `${name}: images must be [n, ${channels}, height, width] with as many values, ` +
      `got ${images.length} values for [${shape.join(", ")}]`,
  );
}

/** SHA-256 in hexadecimal digits. */
export async function sha256Of(content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", content as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
