import type { Stats } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join } from "node:path";

/** What lies below a folder, found by {@link scanFolder}. */
export interface FolderScan {
  /** Image files as paths relative to the folder, `/` between the parts, in code unit order. */
  readonly images: readonly string[];
  /** How many other files there are, by their ending in lower case. */
  readonly others: Readonly<Record<string, number>>;
}

const imageEndings = new Set([".png", ".jpg", ".jpeg", ".webp"]);

/**
 * Finds the PNG, JPEG and WebP files below `folder`, by their endings, at any depth.
 *
 * Links are followed, each folder once; names that start with a dot are passed over.
 */
export async function scanFolder(folder: string): Promise<FolderScan> {
  const images: string[] = [];
  const others: Record<string, number> = {};
  const visited = new Set<string>();

  async function walk(path: string, prefix: string): Promise<void> {
    const real = await realpath(path);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith(".")) continue;
      const kind: Pick<Stats, "isDirectory" | "isFile"> | undefined = entry.isSymbolicLink()
        ? await stat(join(path, entry.name)).catch(() => undefined)
        : entry;
      const ending = extname(entry.name).toLowerCase();
      if (kind?.isDirectory()) {
        await walk(join(path, entry.name), `${prefix}${entry.name}/`);
      } else if (imageEndings.has(ending)) {
        images.push(prefix + entry.name);
      } else {
        others[ending] = (others[ending] ?? 0) + 1;
      }
    }
  }

  await walk(folder, "");
  return { images: images.sort(), others };
}
