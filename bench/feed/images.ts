/** JPEG files to train on where the user names none. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shapesAsJpegs } from "../../tools/jpeg.ts";

const SIZE = 32;
const FILES = 2000;
const QUALITY = 90;

/** Calls `work` with a temporary folder of JPEG files of the set `shapes`, and removes it afterwards. */
export async function withJpegs<T>(
  work: (folder: string) => Promise<T>,
  onProgress: (text: string) => void,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-bench-"));
  try {
    onProgress(`writing ${FILES} JPEG files`);
    const files = await shapesAsJpegs(FILES, SIZE, QUALITY);
    for (const [i, file] of files.entries()) await writeFile(join(folder, `${i}.jpg`), file);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
