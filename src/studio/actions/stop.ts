/** Stops a run as Ctrl-C does. */
import { refusal } from "../../errors.ts";
import { liveAttempt, thisProcess } from "../../runs/folder/index.ts";

/**
 * Asks the process that trains a run to save and to end.
 *
 * @throws EvenkeelError `RUN_FOLDER` if no process trains it, or one on another machine.
 */
export async function stopRun(folder: string): Promise<void> {
  const live = await liveAttempt(folder);
  if (live === undefined) {
    throw refusal("RUN_FOLDER", { where: folder, rule: "no process trains this run" });
  }
  if (live.host !== thisProcess().host) {
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: `process ${live.pid} on ${live.host} trains this run, which is another machine`,
      advice: `Stop it there: kill -INT ${live.pid}`,
    });
  }
  process.kill(live.pid, "SIGINT");
}
