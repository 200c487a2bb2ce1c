/** Hands runs to a cluster and leaves them to it. */
import { asAttempt } from "../../runs/folder/index.ts";
import type { Executor } from "../executor.ts";
import type { Sweep, SweepRun } from "../folder/index.ts";
import type { SweepEvent } from "./drive.ts";
import { type JobOptions, jobsOf } from "./jobs.ts";

/**
 * Submits runs to an executor that works without this process. Runs that are done or cannot begin are
 * reported in a `left-alone` event.
 *
 * @returns how many were submitted.
 * @throws EvenkeelError `SLURM` if Slurm refuses them; `RUN_FOLDER` while another live process drives the
 *   sweep.
 */
export async function handOver(
  sweep: Sweep,
  runs: readonly SweepRun[],
  executor: Executor,
  onEvent: (event: SweepEvent) => void,
  options: Pick<JobOptions, "acceptOtherData"> = {},
): Promise<number> {
  let submitted = 0;
  await asAttempt(sweep.path, false, async () => {
    const { jobs, leftAlone } = await jobsOf(sweep, runs, options);
    if (leftAlone.length > 0) onEvent({ type: "left-alone", runs: leftAlone });
    await executor.submit(jobs);
    submitted = jobs.length;
  });
  return submitted;
}
