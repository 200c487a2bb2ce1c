/** New folders for runs, each for one process only. */
import { mkdir, readdir, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "../errors.ts";
import { onDisk } from "./disk-error.ts";
import { createFolder, isCode } from "./files.ts";

const CHECKPOINTS = "checkpoints";
const RUN_INFO = "run.json";

/**
 * Creates `<runs>/<number>-<name>`, the number one more than the largest in use.
 *
 * A number is taken by making the folder `.number-<number>`, which only one process can; it is given
 * back once the run folder of this number is there to be seen.
 */
export async function createNumberedFolder(runs: string, name: string): Promise<string> {
  await onDisk("create", runs, () => mkdir(runs, { recursive: true }));
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

/** Makes a folder this run's own: of several processes, the one that creates `checkpoints` has it. */
export async function claimFolder(out: string): Promise<string> {
  await onDisk("create", out, async () => {
    try {
      await mkdir(out, { recursive: true });
    } catch (error) {
      // A file of this name: told apart below.
      if (!isCode(error, "EEXIST")) throw error;
    }
  });
  if (!(await isFolder(out))) {
    throw new EvenkeelError("RUN_FOLDER", `${out}: a run needs a folder, got a file`, {
      advice: "Choose another --out.",
    });
  }
  const names = await onDisk("read", out, () => readdir(out));
  if (names.length === 0 && (await createFolder(join(out, CHECKPOINTS)))) return out;
  throw new EvenkeelError(
    "RUN_FOLDER",
    `${out}: a new run needs an empty folder, got an occupied one`,
    {
      advice: names.includes(RUN_INFO)
        ? `Continue the run that is there with --resume ${out}, or choose another --out.`
        : "Choose a new or empty folder as --out.",
    },
  );
}

/** Whether there is a folder at this path. */
export async function isFolder(path: string): Promise<boolean> {
  return onDisk("read", path, async () => {
    try {
      return (await stat(path)).isDirectory();
    } catch (error) {
      if (isCode(error, "ENOENT") || isCode(error, "ENOTDIR")) return false;
      throw error;
    }
  });
}
