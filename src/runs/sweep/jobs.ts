/** What is left to do for the runs of a sweep. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EvenkeelError } from "../../errors.ts";
import { refuseIfAlive } from "../attempts.ts";
import { onDisk } from "../disk-error.ts";
import { readTextIfPresent } from "../files.ts";
import { clearUnstarted } from "../folder-claim.ts";
import { runState } from "../run-state.ts";
import { removeMark, type Sweep, type SweepRun, writeMark } from "./folder.ts";
import type { Job } from "./types.ts";

/** A run that is not to be begun, and why. */
export interface LeftAlone {
  readonly run: SweepRun;
  readonly reason: string;
  readonly failed: boolean;
}

/**
 * The jobs of those runs that are not done, and the runs that are left alone.
 *
 * @param until the step that the runs go to; default: to their end.
 */
export async function jobsOf(
  sweep: Sweep,
  runs: readonly SweepRun[],
  until?: number,
): Promise<{ readonly jobs: readonly Job[]; readonly leftAlone: readonly LeftAlone[] }> {
  const jobs: Job[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const run of runs) {
    try {
      const job = await jobOf(sweep, run, until ?? run.steps);
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

async function jobOf(sweep: Sweep, run: SweepRun, until: number): Promise<Job | undefined> {
  const [folder, config] = [sweep.fileOf(run, "folder"), sweep.fileOf(run, "config")];
  const job = { name: run.name, log: sweep.fileOf(run, "log") };
  const { status } = await runState(folder, until);
  if (status === "done") return undefined;
  // the sweep has one report for all; a thousand pages would fill the disk
  const how = ["--no-report", ...(until < run.steps ? ["--until", String(until)] : [])];
  if (status === "new") {
    await clearUnstarted(folder);
    return { ...job, args: ["train", config, "--out", folder, ...how] };
  }
  await refuseIfAlive(folder);
  const mine = await onDisk("read", config, () => readFile(config, "utf8"));
  if ((await readTextIfPresent(join(folder, "config.yaml"))) !== mine) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${folder}: the run that is there has another config than ${config}`,
      { advice: "Put that config back, or move the folder away: the run then begins anew." },
    );
  }
  return { ...job, args: ["train", "--resume", folder, ...how] };
}
