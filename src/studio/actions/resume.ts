/** Lets a run go on. */
import { join } from "node:path";
import { refusal } from "../../errors.ts";
import { liveAttempt, refuseIfAlive } from "../../runs/folder/index.ts";
import { LOG_FILE } from "../library/index.ts";
import { MAIN } from "./cli.ts";
import { detached } from "./start.ts";

/** Milliseconds between two looks at whether it has begun. */
const EVERY = 100;

/**
 * Resumes a run in a process of its own, and waits until it has begun. What it prints is added to `studio.log` in its
 * folder.
 *
 * @param main the command line's file.
 * @throws EvenkeelError `RUN_FOLDER` if a process trains it, or if the new one ends before.
 */
export async function resumeRun(folder: string, main = MAIN): Promise<void> {
  await refuseIfAlive(folder);
  const log = join(folder, LOG_FILE);
  const ended = await detached(["train", "--resume", folder], log, main);
  while ((await liveAttempt(folder)) === undefined) {
    if (ended()) {
      throw refusal("RUN_FOLDER", {
        where: folder,
        rule: "the run could not go on",
        advice: `${log} says why.`,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}
