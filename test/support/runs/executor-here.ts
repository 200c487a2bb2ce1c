/** An executor that trains in the process of a test. */
import { readResolvedConfig } from "../../../src/config/load.ts";
import { beginningOf } from "../../../src/sweeps/execution/jobs.ts";
import type { Executor, Job, JobState } from "../../../src/sweeps/executor.ts";
import { openSweep } from "../../../src/sweeps/folder/folder.ts";
import { planOfConfig } from "../../../src/training/plan/config-plan.ts";
import { runTraining } from "../../../src/training/session.ts";

/** Trains one job after another, as `sweep run SWEEP NAME --until STEP` does. */
export function executorHere(): Executor & {
  readonly trained: [name: string, until: number | undefined][];
} {
  const states = new Map<string, JobState>();
  const cancelled = new Set<string>();
  const trained: [string, number | undefined][] = [];
  let work = Promise.resolve();
  const train = async ({ name, args }: Job) => {
    if (cancelled.has(name)) return void states.set(name, { state: "ended", code: null });
    states.set(name, { state: "running" });
    const until = args[4] === "--until" ? Number(args[5]) : undefined;
    trained.push([name, until]);
    const sweep = await openSweep(args[2]!);
    const run = sweep.runs.find((one) => one.name === name)!;
    const isNew = (await beginningOf(sweep, run, until)) === "new";
    const folder = sweep.fileOf(run, "folder");
    const config = await readResolvedConfig(sweep.fileOf(run, "config"));
    await runTraining(
      planOfConfig(config),
      isNew ? { kind: "new", out: folder } : { kind: "resume", folder },
      { until, stop: () => (cancelled.has(name) ? "user" : undefined) },
    );
    states.set(name, { state: "ended", code: 0 });
  };
  return {
    trained,
    async submit(jobs) {
      for (const job of jobs) {
        states.set(job.name, { state: "waiting" });
        work = work.then(() => train(job));
      }
    },
    status: async () => new Map(states),
    async cancel(names) {
      for (const name of names) cancelled.add(name);
    },
  };
}
