/** New folders for runs, each for one process only. */

import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { createFolder, createFolders, isFolder, onDisk } from "../../files/index.ts";
import { ATTEMPTS, asAttempt, liveAttempt } from "./attempts.ts";
import { RUN_FILES } from "./run-files.ts";

/** What a run's folder may hold before its `run.json`, which is written last. */
const OF_RUNS: readonly string[] = [RUN_FILES.checkpoints, RUN_FILES.samples, RUN_FILES.config];
/** What experiments and sweeps may hold before their `experiment.json` or `sweep.json`; files being written. */
const OF_OTHERS = /^(seed--?\d+|sweep\.yaml|configs|runs|logs|marks|\.tmp-.+)$/;
/** Folders that are made again with what is in them; the others must be empty. */
const MADE_AGAIN: readonly string[] = ["configs"];

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
 * Makes sure that a folder is there and that nothing has begun in it.
 *
 * @throws EvenkeelError `RUN_FOLDER` if it is occupied or a file, `DISK` if the disk refuses.
 */
export async function createFreeFolder(out: string): Promise<string> {
  await createFolders(out);
  if (!(await isFolder(out))) {
    throw new EvenkeelError("RUN_FOLDER", `${out}: a run needs a folder, got a file`, {
      advice: "Choose another --out.",
    });
  }
  await refuseIfOccupied(out);
  return out;
}

/**
 * Claims a new folder and fills it. What a killed process left there before is removed.
 *
 * @param fill writes the folder's content; the file that makes it whole comes last.
 * @throws EvenkeelError `RUN_FOLDER` if another process claims it now, and whatever `fill` throws.
 */
export async function fillNewFolder(path: string, fill: () => Promise<void>): Promise<void> {
  await asAttempt(path, false, async () => {
    await clearBeginning(path);
    await fill();
  });
}

/**
 * Refuses a folder that a new run cannot have. It may be absent, empty, or hold what a process left that
 * was killed before its run began.
 *
 * @throws EvenkeelError `RUN_FOLDER` when there is something else in it.
 */
export async function refuseIfOccupied(out: string): Promise<void> {
  if (await isUnstarted(out)) return;
  const names = await onDisk("read", out, () => readdir(out));
  if (names.length > 0) throw occupied(out, names.includes(RUN_FILES.info));
}

/**
 * Whether nothing has begun in a folder: it is absent, empty, or holds only what a process left that was
 * killed while it made the folder of a run, an experiment or a sweep.
 */
export async function isUnstarted(folder: string): Promise<boolean> {
  if (!(await isFolder(folder))) return true;
  const names = await onDisk("read", folder, () => readdir(folder));
  // these come first; without them the rest is somebody's own
  if (names.length > 0 && !names.includes(ATTEMPTS) && !names.includes(RUN_FILES.checkpoints))
    return false;
  for (const name of names) {
    const path = join(folder, name);
    if (name !== ATTEMPTS && !OF_RUNS.includes(name) && !OF_OTHERS.test(name)) return false;
    if (name === ATTEMPTS) {
      if (await liveAttempt(folder)) return false;
      continue;
    }
    if (MADE_AGAIN.includes(name)) continue;
    if ((await isFolder(path)) && (await onDisk("read", path, () => readdir(path))).length > 0) {
      return false;
    }
  }
  return true;
}

/** Empties a folder in which no run has begun; any other stays as it is. */
export async function clearUnstarted(folder: string): Promise<void> {
  if (!(await isFolder(folder)) || !(await isUnstarted(folder))) return;
  await clearBeginning(folder);
  const attempts = join(folder, ATTEMPTS);
  await onDisk("clean", folder, () => rm(attempts, { recursive: true, force: true }));
}

/** Removes all but the claims from a folder in which no run has begun, and which this process has claimed. */
export async function clearBeginning(folder: string): Promise<void> {
  await onDisk("clean", folder, async () => {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (name === ATTEMPTS) continue;
      if (MADE_AGAIN.includes(name)) {
        await rm(path, { recursive: true, force: true });
        continue;
      }
      // rmdir refuses a folder that is no longer empty
      if (await isFolder(path)) await rmdir(path);
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
