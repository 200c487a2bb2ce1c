/** Finds folders of one kind, which are not runs, below the studio's folders. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { OwnFolder } from "../../files/index.ts";
import { RUN_FILES } from "../../runs/folder/index.ts";
import type { Root } from "./discover.ts";

/** Folders below a root that are searched: `runs/claims/settings` is in the second. */
const DEEPEST = 3;

/** A folder that was found. */
export interface FoundFolder {
  /** The name of its root and the path below it, with `/`. */
  readonly id: string;
  readonly folder: string;
}

/** The folders of a kind below roots. Links are not followed, and what cannot be read is left out. */
export async function discoverMarked(
  roots: readonly Root[],
  { mark }: OwnFolder,
): Promise<readonly FoundFolder[]> {
  const found: FoundFolder[] = [];
  const visit = async (path: string, id: string, depth: number) => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const names = entries.map((entry) => entry.name);
    if (names.includes(mark)) return void found.push({ id, folder: path });
    if (depth === DEEPEST || names.includes(RUN_FILES.info)) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
      await visit(join(path, entry.name), `${id}/${entry.name}`, depth + 1);
    }
  };
  for (const { name, folder } of roots) await visit(folder, name, 0);
  return found;
}
