import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { reasonOf } from "../files.ts";

/** What became of one image file. */
export type DecodeOutcome =
  | { readonly status: "decoded"; readonly enlarged: boolean }
  | { readonly status: "broken"; readonly reason: string };

/**
 * Decodes one image file to `size` × `size` RGB.
 *
 * The orientation noted in the file is applied, gray and CMYK become sRGB, transparency is laid on
 * white, 16 bits become 8; then the image is resized so that its shorter side is `size` (antialiased
 * bicubic, Catmull–Rom: the filter of Pillow's `BICUBIC`), and the middle square is cut out. An image that already has the size keeps its exact pixels. Of an animation, the first
 * picture counts.
 *
 * @param out uint8 `[3, size, size]`, R, G, B planes, 0 … 255; written only on success.
 * @returns never throws for a bad file: a cut-off or unreadable one is `broken`, with the reason.
 */
export async function decodeImage(
  path: string,
  size: number,
  out: Uint8Array,
): Promise<DecodeOutcome> {
  try {
    const input = sharp(await readFile(path), { failOn: "error" });
    const { width, height } = await input.metadata();
    const data = await input
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize(size, size, {
        fit: "cover",
        position: "centre",
        kernel: "cubic",
        fastShrinkOnLoad: false,
      })
      .raw({ depth: "uchar" })
      .toBuffer();
    const plane = size * size;
    if (data.length !== 3 * plane) throw new Error(`decoded to ${data.length} bytes`);
    for (let pixel = 0; pixel < plane; pixel++) {
      out[pixel] = data[3 * pixel] as number;
      out[plane + pixel] = data[3 * pixel + 1] as number;
      out[2 * plane + pixel] = data[3 * pixel + 2] as number;
    }
    return { status: "decoded", enlarged: Math.min(width, height) < size };
  } catch (error) {
    return { status: "broken", reason: reasonOf(error) };
  }
}
