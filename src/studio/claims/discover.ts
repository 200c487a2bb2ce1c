/** Finds the folders of tested claims below the studio's folders. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { CLAIM_FOLDER } from "../../claims/index.ts";
import { RUN_FILES } from "../../runs/folder/index.ts";
import type { Root } from "../library/index.ts";

/** Folders below a root that are searched: `runs/claims/settings` is in the second. */
const DEEPEST = 3;

/** A claim's folder. */
export interface FoundClaim {
  /** The name of its root and the path below it, with `/`. */
  readonly id: string;
  readonly folder: string;
}

/** The claims' folders below a root. Links are not followed, and what cannot be read is left out. */
export async function discoverClaims({ name, folder }: Root): Promise<readonly FoundClaim[]> {
  const found: FoundClaim[] = [];
  const visit = async (path: string, id: string, depth: number) => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const names = entries.map((entry) => entry.name);
    if (names.includes(CLAIM_FOLDER.mark)) return void found.push({ id, folder: path });
    if (depth === DEEPEST || names.includes(RUN_FILES.info)) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
      await visit(join(path, entry.name), `${id}/${entry.name}`, depth + 1);
    }
  };
  await visit(folder, name, 0);
  return found;
}
