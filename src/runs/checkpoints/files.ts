/** The folders of checkpoints: replacing, listing and removing them. */
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  flushFolder,
  isCode,
  isOtherLiveProcess,
  onDisk,
  removeLeftovers,
} from "../../files/index.ts";

/** A checkpoint in a folder, not read yet. */
export interface CheckpointEntry {
  readonly path: string;
  /** Generator steps done. */
  readonly step: number;
}

/** A generator step in the name of a checkpoint or picture: `000200`. */
export function stepName(step: number): string {
  return String(step).padStart(6, "0");
}

/** The folders of checkpoints, sorted by step, not verified; a missing folder has none. */
export async function listCheckpoints(folder: string): Promise<readonly CheckpointEntry[]> {
  const entries = await onDisk("read", folder, async () => {
    try {
      return await readdir(folder, { withFileTypes: true });
    } catch (error) {
      if (isCode(error, "ENOENT")) return [];
      throw error;
    }
  });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d{6,}$/.test(entry.name))
    .map(({ name }) => ({ path: join(folder, name), step: Number(name) }))
    .sort((a, b) => a.step - b.step);
}

/** Renames a finished temporary folder to its final name and replaces what has that name. */
export async function putInPlace(folder: string, name: string, temporary: string): Promise<void> {
  const path = join(folder, name);
  const aside = join(folder, `.replaced-${name}-${process.pid}`);
  try {
    await rename(temporary, path);
  } catch (error) {
    // ENOTDIR: the path is a file
    const taken = ["ENOTEMPTY", "EEXIST", "EPERM", "ENOTDIR"].some((code) => isCode(error, code));
    if (!taken) throw error;
    await rename(path, aside);
    await rename(temporary, path);
  }
  await flushFolder(folder);
  await rm(aside, { recursive: true, force: true });
}

/**
 * Removes all but the newest `keep` checkpoints up to `step` (0 keeps all), and all checkpoints after it.
 *
 * @param spared the step of one more checkpoint to keep, unless it is after `step`.
 */
export async function removeOutdated(
  folder: string,
  step: number,
  keep: number,
  spared?: number,
): Promise<void> {
  const entries = await listCheckpoints(folder);
  const upToNow = entries.filter((entry) => entry.step <= step);
  const outdated = [
    ...(keep > 0 ? upToNow.slice(0, -keep).filter((entry) => entry.step !== spared) : []),
    ...entries.filter((entry) => entry.step > step),
  ];
  for (const entry of outdated) {
    // Renamed first, so that an interrupted removal leaves no partial checkpoint with a valid name.
    const doomed = join(folder, `.tmp-${entry.step}-${process.pid}`);
    await onDisk("remove", entry.path, async () => {
      await rename(entry.path, doomed);
      await rm(doomed, { recursive: true, force: true });
    });
  }
}

/**
 * Removes what dead processes left in a folder. A checkpoint that such a process had moved aside but not
 * yet replaced is restored.
 */
export async function cleanCheckpoints(folder: string): Promise<void> {
  await removeLeftovers(folder);
  await onDisk("clean", folder, async () => {
    const names = await readdir(folder);
    for (const aside of names) {
      const [, name, pid] = /^\.replaced-(\d{6,})-(\d+)$/.exec(aside) ?? [];
      if (name === undefined || isOtherLiveProcess(Number(pid))) continue;
      if (names.includes(name)) await rm(join(folder, aside), { recursive: true, force: true });
      else await rename(join(folder, aside), join(folder, name));
    }
  });
}
