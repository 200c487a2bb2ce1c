/** Drawings as PNG files. */
import sharp from "sharp";
import type { Drawing } from "./svg.ts";

/** An encoded drawing and its size in pixels. */
export interface Png {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
}

/** The drawing as an RGB PNG file. */
export async function toPng({ svg, width, height }: Drawing): Promise<Png> {
  const png = await sharp(Buffer.from(svg), { unlimited: true })
    .removeAlpha()
    .toColorspace("srgb")
    .png()
    .toBuffer();
  return { png, width, height, channels: 3 };
}
