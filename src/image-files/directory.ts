import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { notAFile, readBytes, reasonOf } from "../files/index.ts";
import { firstOf, quoted } from "../text.ts";
import { type BrokenFile, type FileSource, imageEndings, isHidden } from "./source.ts";

/**
 * The image files below a folder, by their endings, at any depth.
 *
 * Links are followed, each folder once: under its own name if it has one below the folder, else under that of
 * the first link in code unit order. Hidden names ({@link isHidden}) are passed over. Throws the system's error
 * for a folder that cannot be read.
 */
export async function openDirectory(folder: string): Promise<FileSource> {
  const images: string[] = [];
  const broken: BrokenFile[] = [];
  const others: Record<string, number> = {};
  const visited = new Set<string>();
  const doubled: string[] = [];

  /** Lists what lies in a folder and gives the links to folders. */
  async function walk(name: string): Promise<readonly string[]> {
    const path = join(folder, name);
    const real = await realpath(path);
    if (visited.has(real)) return [];
    visited.add(real);
    const links: string[] = [];
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (isHidden(entry.name)) continue;
      const inside = name + entry.name;
      const isLink = entry.isSymbolicLink();
      const kind: Pick<Stats, "isDirectory" | "isFile"> | undefined = isLink
        ? await stat(join(folder, inside)).catch(() => undefined)
        : entry;
      const ending = extname(entry.name).toLowerCase();
      if (kind?.isDirectory()) {
        if (isLink) links.push(`${inside}/`);
        else links.push(...(await walk(`${inside}/`)));
      } else if (imageEndings.has(ending) && kind?.isFile() === false) {
        broken.push({ file: join(folder, inside), reason: reasonOf(notAFile()) });
      } else if (imageEndings.has(ending)) {
        images.push(inside);
      } else {
        others[ending] = (others[ending] ?? 0) + 1;
      }
    }
    return links;
  }

  for (let links = await walk(""); links.length > 0; ) {
    const found: string[] = [];
    for (const link of [...links].sort()) {
      if (visited.has(await realpath(join(folder, link)))) doubled.push(link.slice(0, -1));
      else found.push(...(await walk(link)));
    }
    links = found;
  }
  images.sort();
  return {
    path: folder,
    kind: "folder",
    images,
    others,
    broken,
    notes:
      doubled.length === 0
        ? []
        : [
            `Links to folders whose images are there already: ${firstOf(doubled.map((link) => quoted(link)))}.`,
          ],
    read: (image) => readBytes(join(folder, images[image] as string)),
  };
}
