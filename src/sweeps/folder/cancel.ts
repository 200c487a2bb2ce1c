/** Cancels runs of a sweep, whether a process is driving it or not. */

import { isCode } from "../../files/index.ts";
import { DEAD_AFTER, liveAttempt, thisProcess } from "../../runs/folder/index.ts";
import { type Sweep, type SweepRun, writeMark } from "./folder.ts";
import { sweepStatus } from "./status.ts";

/** Which runs were cancelled. */
export interface Cancelled {
  /** All that were not done. */
  readonly marked: readonly SweepRun[];
  /** Those of them that run, and save and stop. */
  readonly stopping: readonly SweepRun[];
  /** Those that continue, as they run on a machine that cannot be reached from here. */
  readonly outOfReach: readonly { readonly run: SweepRun; readonly host: string }[];
}

/**
 * Marks those of the runs that are not done or failed as cancelled. The process that drives the
 * sweep stops them when it next looks; if there is none, those on this machine are asked to stop here.
 */
export async function cancelRuns(sweep: Sweep, runs: readonly SweepRun[]): Promise<Cancelled> {
  const open = (await sweepStatus(sweep, runs)).filter(
    ({ state }) => state !== "done" && state !== "failed",
  );
  for (const { run } of open) {
    await writeMark(sweep, run, { state: "cancelled", reason: "cancelled by the user" });
  }
  const marked = open.map(({ run }) => run);
  const running = open.filter(({ state }) => state === "running").map(({ run }) => run);
  if ((await liveAttempt(sweep.path)) !== undefined) {
    return { marked, stopping: running, outOfReach: [] };
  }
  const stopping: SweepRun[] = [];
  const outOfReach: { run: SweepRun; host: string }[] = [];
  for (const run of running) {
    const live = await liveAttempt(sweep.fileOf(run, "folder"));
    if (live === undefined) continue;
    const { host, pid, age } = live;
    // a heartbeat that is old may be of a process whose number another program has now
    if (host === thisProcess().host && age < DEAD_AFTER) {
      askToStop(pid);
      stopping.push(run);
    } else outOfReach.push({ run, host });
  }
  return { marked, stopping, outOfReach };
}

function askToStop(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // it has ended by itself
    if (!isCode(error, "ESRCH")) throw error;
  }
}
