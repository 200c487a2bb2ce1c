/** What is left to do for the runs of a sweep. */

import { resolve } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { onDisk, readText, readTextIfPresent } from "../../files/index.ts";
import { clearUnstarted, refuseIfAlive, runFiles, runState } from "../../runs/folder/index.ts";
import type { Job } from "../executor.ts";
import { removeMark, type Sweep, type SweepRun, writeMark } from "../folder/index.ts";

/** A run that is not to be begun, and why. */
export interface LeftAlone {
  readonly run: SweepRun;
  readonly reason: string;
  readonly failed: boolean;
}

/** How runs are trained. */
export interface JobOptions {
  /** The step that they go to; default: to their end. */
  readonly until?: number | undefined;
  /** Whether they may go on with other data than before; default: these are refused. */
  readonly acceptOtherData?: boolean | undefined;
}

/** The jobs of those runs that are not done, and the runs that are left alone. */
export async function jobsOf(
  sweep: Sweep,
  runs: readonly SweepRun[],
  options: JobOptions = {},
): Promise<{ readonly jobs: readonly Job[]; readonly leftAlone: readonly LeftAlone[] }> {
  const jobs: Job[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const run of runs) {
    try {
      const job = await jobOf(sweep, run, options);
      await removeMark(sweep, run);
      if (job === undefined) leftAlone.push({ run, reason: "done before", failed: false });
      else jobs.push(job);
    } catch (error) {
      if (!(error instanceof EvenkeelError) || error.code === "DISK") throw error;
      leftAlone.push({ run, reason: error.message, failed: true });
      await writeMark(sweep, run, { state: "refused", reason: error.message });
    }
  }
  return { jobs, leftAlone };
}

/**
 * The job of a run: `evenkeel sweep run` finds out itself how the run begins, when it begins; on a cluster
 * that may be days later, and more than once.
 */
async function jobOf(
  sweep: Sweep,
  run: SweepRun,
  { until = run.steps, acceptOtherData = false }: JobOptions,
): Promise<Job | undefined> {
  if ((await beginningOf(sweep, run, until)) === "done") return undefined;
  const how = [
    ...(until < run.steps ? ["--until", String(until)] : []),
    ...(acceptOtherData ? ["--accept-other-data"] : []),
  ];
  const args = ["sweep", "run", resolve(sweep.path), run.name, ...how];
  return { name: run.name, log: sweep.fileOf(run, "log"), args };
}

/**
 * How a run would begin now: anew, in a folder that is cleared of what a killed process left, or from its
 * newest checkpoint; or not at all, as it is done.
 *
 * @param until    the step that it goes to.
 * @param takeOver whether it may be taken from another machine's process that looks alive.
 * @throws EvenkeelError `RUN_FOLDER` if a process is writing the folder or it is another config's,
 *   `CHECKPOINT` when none is sound.
 */
export async function beginningOf(
  sweep: Sweep,
  run: SweepRun,
  until: number = run.steps,
  takeOver = false,
): Promise<"new" | "resume" | "done"> {
  const [folder, config] = [sweep.fileOf(run, "folder"), sweep.fileOf(run, "config")];
  const { status } = await runState(folder, until, run.steps);
  if (status === "done") return "done";
  if (status === "new") {
    await clearUnstarted(folder);
    return "new";
  }
  await refuseIfAlive(folder, { takeOver });
  const mine = await onDisk("read", config, () => readText(config));
  if ((await readTextIfPresent(runFiles(folder).config)) !== mine) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${folder}: the run that is there has another config than ${config}`,
      { advice: "Put that config back, or move the folder away: the run then begins anew." },
    );
  }
  return "resume";
}
