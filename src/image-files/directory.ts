import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { notAFile, readBytes, reasonOf } from "../files/index.ts";
import { type BrokenFile, type FileSource, imageEndings, isHidden } from "./source.ts";

/**
 * The image files below a folder, by their endings, at any depth.
 *
 * Links are followed, each folder once; hidden names ({@link isHidden}) are passed over. Throws the
 * system's error for a folder that cannot be read.
 */
export async function openDirectory(folder: string): Promise<FileSource> {
  const images: string[] = [];
  const broken: BrokenFile[] = [];
  const others: Record<string, number> = {};
  const visited = new Set<string>();

  async function walk(path: string, prefix: string): Promise<void> {
    const real = await realpath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (isHidden(entry.name)) continue;
      const kind: Pick<Stats, "isDirectory" | "isFile"> | undefined = entry.isSymbolicLink()
        ? await stat(join(path, entry.name)).catch(() => undefined)
        : entry;
      const ending = extname(entry.name).toLowerCase();
      if (kind?.isDirectory()) {
        await walk(join(path, entry.name), `${prefix}${entry.name}/`);
      } else if (imageEndings.has(ending) && kind?.isFile() === false) {
        broken.push({ file: join(path, entry.name), reason: reasonOf(notAFile()) });
      } else if (imageEndings.has(ending)) {
        images.push(prefix + entry.name);
      } else {
        others[ending] = (others[ending] ?? 0) + 1;
      }
    }
  }

  await walk(folder, "");
  images.sort();
  return {
    path: folder,
    kind: "folder",
    images,
    others,
    broken,
    notes: [],
    read: (image) => readBytes(join(folder, images[image] as string)),
  };
}
