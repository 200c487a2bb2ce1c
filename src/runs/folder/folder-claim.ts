/** New folders for runs, each claimed by one process. */

import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { type EvenkeelError, refusal } from "../../errors.ts";
import { createFolder, createFolders, isFolder, onDisk } from "../../files/index.ts";
import { shell } from "../../text.ts";
import { ATTEMPTS, asAttempt, liveAttempt } from "./attempts.ts";
import { RUN_FILES } from "./run-files.ts";

/** What a run's folder may contain before its `run.json`, which is written last. */
const OF_RUNS: readonly string[] = [
  RUN_FILES.checkpoints,
  RUN_FILES.samples,
  RUN_FILES.dataset,
  RUN_FILES.config,
];
/**
 * The same for experiments and sweeps before their `experiment.json` or `sweep.json`, and temporary files.
 */
const OF_OTHERS = /^(seed--?\d+|sweep\.yaml|configs|runs|logs|marks|\.tmp-.+)$/;
/** Folders that are created again with their content; all others must be empty. */
const MADE_AGAIN: readonly string[] = ["configs"];

/**
 * Creates `<runs>/<number>-<name>` with the number after the largest one in use.
 *
 * A number is reserved by creating the folder `.number-<number>`, which only one process can do. The
 * reservation ends once the run folder with this number exists.
 */
export async function createNumberedFolder(runs: string, name: string): Promise<string> {
  await createFolders(runs);
  for (;;) {
    const number = Math.max(0, ...(await numbersIn(runs))) + 1;
    const digits = String(number).padStart(4, "0");
    const claim = join(runs, `.number-${digits}`);
    if (!(await createFolder(claim))) continue;
    try {
      // Another process may have used and released this number since the folder was listed.
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
 * Creates a folder if it does not exist, and checks that nothing has started in it.
 *
 * @throws EvenkeelError `RUN_FOLDER` if it is occupied or a file, `DISK` if the disk refuses.
 */
export async function createFreeFolder(out: string): Promise<string> {
  await createFolders(out);
  if (!(await isFolder(out))) {
    throw refusal("RUN_FOLDER", {
      where: out,
      rule: "a run needs a folder",
      got: "a file",
      advice: "Choose another --out.",
    });
  }
  await refuseIfOccupied(out);
  return out;
}

/**
 * Claims a new folder and fills it. What a killed process left there is removed first.
 *
 * @param fill writes the folder's content; the file that marks it as complete must be written last.
 * @throws EvenkeelError `RUN_FOLDER` if another process claims it at the same time, and any error of `fill`.
 */
export async function fillNewFolder(path: string, fill: () => Promise<void>): Promise<void> {
  await asAttempt(path, false, async () => {
    await clearBeginning(path);
    await fill();
  });
}

/**
 * Throws if a folder cannot be used for a new run. It may be missing, empty, or contain what a process
 * left that was killed before its run started.
 *
 * @throws EvenkeelError `RUN_FOLDER` if it contains anything else.
 */
export async function refuseIfOccupied(out: string): Promise<void> {
  if (await isUnstarted(out)) return;
  const names = await onDisk("read", out, () => readdir(out));
  if (names.length > 0) throw occupied(out, names.includes(RUN_FILES.info));
}

/**
 * Whether nothing has started in a folder: it is missing, empty, or contains only what a process left that
 * was killed while it created the folder of a run, an experiment or a sweep.
 */
export async function isUnstarted(folder: string): Promise<boolean> {
  if (!(await isFolder(folder))) return true;
  const names = await onDisk("read", folder, () => readdir(folder));
  // Evenkeel creates these first; without them the files are not Evenkeel's.
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

/** Empties a folder in which no run has started; any other folder stays as it is. */
export async function clearUnstarted(folder: string): Promise<void> {
  if (!(await isFolder(folder)) || !(await isUnstarted(folder))) return;
  await clearBeginning(folder);
  const attempts = join(folder, ATTEMPTS);
  await onDisk("clean", folder, () => rm(attempts, { recursive: true, force: true }));
}

/**
 * Removes everything except the claims from a folder that this process has claimed and no run has started
 * in.
 */
export async function clearBeginning(folder: string): Promise<void> {
  await onDisk("clean", folder, async () => {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (name === ATTEMPTS) continue;
      if (MADE_AGAIN.includes(name)) {
        await rm(path, { recursive: true, force: true });
        continue;
      }
      // rmdir fails if the folder is no longer empty
      if (await isFolder(path)) await rmdir(path);
      else await rm(path, { force: true });
    }
  });
}

function occupied(out: string, isRun: boolean): EvenkeelError {
  return refusal("RUN_FOLDER", {
    where: out,
    rule: "a new run needs an empty folder",
    got: "an occupied one",
    advice: isRun
      ? shell`Resume the run in it with --resume ${out}, or choose another --out.`
      : "Choose a new or empty folder as --out.",
  });
}
