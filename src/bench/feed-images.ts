/** JPEG files to feed an engine with, where there are no others. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { openDataset } from "../data/index.ts";

const SIZE = 32;
const FILES = 2000;

/** A folder of JPEG files of the set `shapes`, at 32 pixels and quality 90, until `work` is done. */
export async function withJpegs<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-bench-"));
  try {
    const shapes = await openDataset({ name: "shapes", count: FILES, size: SIZE });
    const image = new Uint8Array(3 * SIZE * SIZE);
    for (let i = 0; i < FILES; i++) {
      await shapes.read([i], image);
      const plane = SIZE * SIZE;
      const rows = Buffer.from(image.map((_, at) => image[(at % 3) * plane + Math.floor(at / 3)]!));
      const raw = { width: SIZE, height: SIZE, channels: 3 } as const;
      const jpeg = await sharp(rows, { raw }).jpeg({ quality: 90 }).toBuffer();
      await writeFile(join(folder, `${i}.jpg`), jpeg);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
