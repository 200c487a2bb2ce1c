/** Finds the folders of runs and sweeps below folders. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { EXPERIMENT_FOLDER } from "../../runs/experiments/index.ts";
import { RUN_FILES } from "../../runs/folder/index.ts";
import { SWEEP_FOLDER } from "../../sweeps/folder/index.ts";

/** Folders below a root that are searched: a claim's sweep of experiments has its runs in the sixth. */
const DEEPEST = 6;
/** What runs can be a part of. */
export const GROUP_FOLDERS = [EXPERIMENT_FOLDER, SWEEP_FOLDER];
const GROUPS: readonly string[] = GROUP_FOLDERS.map(({ mark }) => mark);

/** A run folder that was found. */
export interface FoundRun {
  /** The name of its root and the path below it, with `/`. */
  readonly id: string;
  readonly folder: string;
  /** The `id` of the experiment, the sweep or the plain folder that it is in; `null` directly in a root. */
  readonly group: string | null;
}

/** A sweep's folder that was found; the `id` is formed as a run's, and is the `group` of its runs. */
export type FoundSweep = Pick<FoundRun, "id" | "folder">;

/** A folder whose runs are shown, and its name in addresses. */
export interface Root {
  readonly name: string;
  readonly folder: string;
}

/** The roots of folders: each has its last part as its name, with a number where two are the same. */
export function rootsOf(folders: readonly string[]): readonly Root[] {
  const roots: Root[] = [];
  for (const folder of new Set(folders)) {
    const plain = basename(folder) || "root";
    let name = plain;
    for (let i = 2; roots.some((root) => root.name === name); i++) name = `${plain}-${i}`;
    roots.push({ name, folder });
  }
  return roots;
}

/**
 * The folders of runs and of sweeps below a root. Links are not followed, and what cannot be read is left out.
 *
 * @param isKnown whether the folder of this `id` was found before: it is not looked into again.
 */
export async function discoverRuns(
  { name, folder }: Root,
  isKnown: (id: string) => boolean = () => false,
): Promise<{ readonly runs: readonly FoundRun[]; readonly sweeps: readonly FoundSweep[] }> {
  const runs: FoundRun[] = [];
  const sweeps: FoundSweep[] = [];
  const visit = async (path: string, id: string, group: string | null, depth: number) => {
    const entries = await entriesOf(path);
    const names = entries.map((entry) => entry.name);
    if (names.includes(RUN_FILES.info)) {
      runs.push({ id, folder: path, group });
      return;
    }
    if (entries.some((entry) => entry.name === SWEEP_FOLDER.mark && entry.isFile())) {
      sweeps.push({ id, folder: path });
    }
    if (depth === DEEPEST) return;
    const isGroup = (depth > 0 && group === null) || names.some((one) => GROUPS.includes(one));
    const inner = isGroup ? id : group;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
      const next = `${id}/${entry.name}`;
      if (isKnown(next)) runs.push({ id: next, folder: join(path, entry.name), group: inner });
      else await visit(join(path, entry.name), next, inner, depth + 1);
    }
  };
  await visit(folder, name, null, 0);
  return { runs, sweeps };
}

async function entriesOf(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
