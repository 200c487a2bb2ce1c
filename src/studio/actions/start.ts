/** Starts runs in processes of their own, which outlive the studio. */
import { spawn } from "node:child_process";
import { open, rm, rmdir } from "node:fs/promises";
import { basename, extname } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { onDisk, readTextIfPresent } from "../../files/index.ts";
import { createNumberedFolder, isRunFolder } from "../../runs/folder/index.ts";
import { MAIN, type TrainRequest, trainArguments } from "./cli.ts";

/** Milliseconds between two looks at whether a run has begun. */
const EVERY = 100;

/**
 * Starts a run below a folder, and waits until it has begun. What its process prints is in a file beside the run's
 * folder: `0003-quickstart.log`.
 *
 * @param main the command line's file.
 * @returns the run's folder.
 * @throws EvenkeelError `USAGE` with what the process printed if it ended before.
 */
export async function startRun(runs: string, request: TrainRequest, main = MAIN): Promise<string> {
  const args = trainArguments(request);
  const name = basename(request.source, extname(request.source)).replaceAll(/[^\w.-]+/g, "-");
  const folder = await createNumberedFolder(runs, name || "run");
  const log = `${folder}.log`;
  const ended = await detached([...args, "--out", folder], log, main);
  while (!(await isRunFolder(folder))) {
    if (ended()) {
      const text = (await readTextIfPresent(log)) ?? "";
      // nothing has begun: neither the number nor the log is needed
      await rm(log, { force: true });
      await rmdir(folder).catch(() => undefined);
      throw new EvenkeelError("USAGE", text.trim().replace(/^error: /m, ""));
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
  return folder;
}

/** Starts the command line with its output added to a file; the result tells whether it has ended. */
export async function detached(
  args: readonly string[],
  log: string,
  main: string,
): Promise<() => boolean> {
  const file = await onDisk("write", log, () => open(log, "a"));
  try {
    const child = spawn(process.execPath, [main, ...args], {
      detached: true,
      stdio: ["ignore", file.fd, file.fd],
    });
    let ended = false;
    for (const event of ["exit", "error"]) {
      child.once(event, () => {
        ended = true;
      });
    }
    child.unref();
    return () => ended;
  } finally {
    await file.close();
  }
}
