/** Folders that Evenkeel fills, and what in them is not to be replaced by anything else. */
import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { isFile } from "./files.ts";

/** A kind of folder that Evenkeel fills. */
export interface OwnFolder {
  /** In words: `a run`. */
  readonly what: string;
  /** The name of the file that makes a folder one of this kind. */
  readonly mark: string;
  /** The other names in it that are Evenkeel's own, in lower case. */
  readonly names: readonly (string | RegExp)[];
}

/** What a path belongs to. */
export interface Owner {
  readonly what: string;
  readonly folder: string;
}

/**
 * The folder whose own file or folder is at a path or above it, whether or not it exists yet; `undefined`
 * for any other path. Links are followed, and capitals make no difference, as on some disks.
 *
 * @param kinds the kinds of folders there are; the innermost folder of one of them decides.
 * @throws EvenkeelError `DISK` if the disk refuses.
 */
export async function ownerOf(
  path: string,
  kinds: readonly OwnFolder[],
): Promise<Owner | undefined> {
  for (const place of new Set([resolve(path), await realPath(path)])) {
    const owner = await ownerAt(place, kinds);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

async function ownerAt(place: string, kinds: readonly OwnFolder[]): Promise<Owner | undefined> {
  for (let folder = dirname(place); ; folder = dirname(folder)) {
    const marked = await Promise.all(kinds.map(({ mark }) => isFile(join(folder, mark))));
    const kind = kinds[marked.indexOf(true)];
    if (kind !== undefined) {
      const [name = ""] = relative(folder, place).toLowerCase().split(sep);
      const isOwn = [kind.mark, ...kind.names].some((own) =>
        typeof own === "string" ? own === name : own.test(name),
      );
      return isOwn ? { what: kind.what, folder } : undefined;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/** A path without links; of what does not exist yet, the folders that do are followed. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const whole = resolve(path);
    const parent = dirname(whole);
    return parent === whole ? whole : join(await realPath(parent), basename(whole));
  }
}
