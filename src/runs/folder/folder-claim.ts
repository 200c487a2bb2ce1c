/** New folders for runs, each for one process only. */

import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { createFolder, createFolders, isFolder, onDisk } from "../../files/index.ts";
import { ATTEMPTS, liveAttempt } from "./attempts.ts";
import { RUN_FILES } from "./run-files.ts";

/** What a run's folder may hold before its `run.json`, which is written last. */
const BEFORE_INFO: readonly string[] = [
  ATTEMPTS,
  RUN_FILES.checkpoints,
  RUN_FILES.samples,
  RUN_FILES.config,
];
/** Files that were being written. */
const TEMPORARY = /^\.tmp-.+$/;

/**
 * Creates `<runs>/<number>-<name>`, the number one more than the largest in use.
 *
 * A number is taken by making the folder `.number-<number>`, which only one process can; it is given
 * back once the run folder of this number is there to be seen.
 */
export async function createNumberedFolder(runs: string, name: string): Promise<string> {
  await createFolders(runs);
  for (;;) {
    const number = Math.max(0, ...(await numbersIn(runs))) + 1;
    const digits = String(number).padStart(4, "0");
    const claim = join(runs, `.number-${digits}`);
    if (!(await createFolder(claim))) continue;
    try {
      // Another process may have finished with this number since the folder was listed.
      if ((await numbersIn(runs, /^(\d{4,})-/)).includes(number)) continue;
      const path = join(runs, `${digits}-${name}`);
      await createFolder(path);
      return path;
    } finally {
      await onDisk("remove", claim, () => rmdir(claim));
    }
  }
}

async function numbersIn(runs: string, pattern = /^(?:\.number-|(?=\d{4,}-))(\d{4,})/) {
  const names = await onDisk("read", runs, () => readdir(runs));
  return names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
}

/**
 * Makes a folder this run's own: of several processes, the one that creates `mark` in it has it.
 *
 * @param mark a folder that will be needed there anyway.
 */
export async function claimFolder(
  out: string,
  mark: string = RUN_FILES.checkpoints,
): Promise<string> {
  await createFolders(out);
  if (!(await isFolder(out))) {
    throw new EvenkeelError("RUN_FOLDER", `${out}: a run needs a folder, got a file`, {
      advice: "Choose another --out.",
    });
  }
  await refuseIfOccupied(out);
  if (await createFolder(join(out, mark))) return out;
  throw occupied(out, false);
}

/**
 * Refuses a folder that a new run cannot have; an absent one is fine.
 *
 * @throws EvenkeelError `RUN_FOLDER` when there is something in it.
 */
export async function refuseIfOccupied(out: string): Promise<void> {
  if (!(await isFolder(out))) return;
  const names = await onDisk("read", out, () => readdir(out));
  if (names.length > 0) throw occupied(out, names.includes(RUN_FILES.info));
}

/**
 * Whether no run has begun in a folder: it is absent, empty, or holds only what a process left that was
 * killed while it made a run folder.
 */
export async function isUnstarted(folder: string): Promise<boolean> {
  if (!(await isFolder(folder))) return true;
  for (const name of await onDisk("read", folder, () => readdir(folder))) {
    const path = join(folder, name);
    if (!BEFORE_INFO.includes(name) && !TEMPORARY.test(name)) return false;
    if (name === ATTEMPTS) {
      if (await liveAttempt(folder)) return false;
      continue;
    }
    if ((await isFolder(path)) && (await onDisk("read", path, () => readdir(path))).length > 0) {
      return false;
    }
  }
  return true;
}

/** Empties a folder in which no run has begun; any other stays as it is. */
export async function clearUnstarted(folder: string): Promise<void> {
  if (!(await isFolder(folder)) || !(await isUnstarted(folder))) return;
  await onDisk("clean", folder, async () => {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      // rmdir refuses a folder that is no longer empty
      if (name === ATTEMPTS) await rm(path, { recursive: true, force: true });
      else if (await isFolder(path)) await rmdir(path);
      else await rm(path, { force: true });
    }
  });
}

function occupied(out: string, isRun: boolean): EvenkeelError {
  return new EvenkeelError(
    "RUN_FOLDER",
    `${out}: a new run needs an empty folder, got an occupied one`,
    {
      advice: isRun
        ? `Continue the run that is there with --resume ${out}, or choose another --out.`
        : "Choose a new or empty folder as --out.",
    },
  );
}
