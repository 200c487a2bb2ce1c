/** JPEG files to measure with. */
import { openDataset } from "evenkeel/data";
import sharp from "sharp";

/** The first images of the built-in set `shapes` as JPEG files, `size` pixels wide and high. */
export async function shapesAsJpegs(
  count: number,
  size: number,
  quality = 80,
): Promise<readonly Buffer[]> {
  const shapes = await openDataset({ name: "shapes", count, size });
  const plane = size * size;
  const image = new Uint8Array(3 * plane);
  const files: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    await shapes.read([i], image);
    const pixels = image.map((_, at) => image[(at % 3) * plane + Math.floor(at / 3)]!);
    const raw = { width: size, height: size, channels: 3 } as const;
    files.push(await sharp(pixels, { raw }).jpeg({ quality }).toBuffer());
  }
  return files;
}
