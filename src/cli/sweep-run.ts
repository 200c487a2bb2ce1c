/** Starts a sweep, goes on with one, cancels runs of one. */
import { fileURLToPath } from "node:url";
import { EvenkeelError } from "../errors.ts";
import {
  type Config,
  cancelRuns,
  costClasses,
  createSweep,
  driveSweep,
  type ExpandedRun,
  type ExpandedSweep,
  expandSweep,
  jobsOfThreads,
  localExecutor,
  localShares,
  openSweep,
  readSweepFile,
  type Sweep,
  type SweepRun,
  type SweepState,
  selectRuns,
  sweepStatus,
} from "../runs/index.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { exitCodes, onSignals } from "./signals.ts";
import { createSweepDisplay } from "./sweep-display.ts";
import { configsOfKinds, isGpu, withinMemory } from "./sweep-shares.ts";
import { countsText, statusLines } from "./sweep-status.ts";

interface StartFlags {
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly jobs?: number;
  readonly seeds?: number;
  readonly set: readonly string[];
}

/** Expands a sweep's file, and trains its runs or tells what they would cost. */
export async function startSweep(file: string | undefined, flags: StartFlags): Promise<void> {
  const { dryRun, out, jobs: wanted, seeds, set } = flags;
  if (file === undefined) {
    throw new EvenkeelError(
      "USAGE",
      "sweep: must be given a sweep's file, a recipe with --seeds, or status, resume, cancel, collect",
      {
        advice: "docs/sweeps.md has an example.",
      },
    );
  }
  const source = await readSweepFile(file);
  const expanded = await expandSweep(source, set, seeds);
  const { length } = expanded.runs;
  const onGpu = expanded.runs.some(({ config }) => isGpu(config.device));
  const kinds = costClasses(expanded.runs).map(
    ({ runs: [first] }) => (first as ExpandedRun).config,
  );
  const { jobs, threads } = withinMemory(kinds, onGpu, wanted, (bearable) =>
    localShares(length, onGpu, wanted, bearable),
  );
  const shared = withThreads(expanded, threads);
  const budgetHours = source.description.budget.hours ?? null;
  if (dryRun) {
    const { tellSweep } = await import("./sweep-forecast.ts");
    return tellSweep(shared, { jobs, budgetHours });
  }
  const sweep = await createSweep({ expanded: shared, text: source.text, set, budgetHours, out });
  console.error(`sweep ${showPath(sweep.path)}: ${sweep.runs.length} runs, ${jobs} side by side`);
  await seeThrough(sweep, sweep.runs, jobs, budgetHours);
}

interface ResumeFlags {
  readonly where: readonly string[];
  readonly jobs?: number;
  readonly hours?: number;
  readonly retryFailed?: boolean;
  readonly retryCancelled?: boolean;
}

/** Goes on with the runs of a sweep that are not done. */
export async function resumeSweep(path: string, flags: ResumeFlags): Promise<void> {
  const { where, jobs: wanted, hours, retryFailed, retryCancelled } = flags;
  const sweep = await openSweep(path);
  const statuses = await sweepStatus(sweep, selectRuns(sweep, where));
  const again = new Set<SweepState>(["queued", "stopped", "interrupted"]);
  if (retryFailed) again.add("failed");
  if (retryCancelled) again.add("cancelled");
  const left = statuses.filter(({ state }) => again.has(state)).map(({ run }) => run);
  console.error(`sweep ${showPath(sweep.path)}: ${countsText(statuses)}`);
  const first = left[0];
  if (first === undefined) return tellOutcome(sweep);
  // the threads are the config's, so that the numbers stay the same
  const configs = await configsOfKinds(sweep, left);
  const [{ threads, device }] = configs as [Config];
  const onGpu = isGpu(device);
  const { jobs } = withinMemory(configs, onGpu, wanted, (bearable) => ({
    jobs: wanted ?? Math.min(bearable, jobsOfThreads(left.length, onGpu, threads)),
  }));
  await seeThrough(sweep, left, jobs, hours ?? sweep.budgetHours);
}

/** Cancels runs; those that run save and stop. */
export async function cancelSweep(
  path: string,
  { where }: { readonly where: readonly string[] },
): Promise<void> {
  const sweep = await openSweep(path);
  const runs = selectRuns(sweep, where);
  const { marked, stopping, outOfReach } = await cancelRuns(sweep, runs);
  const some = stopping.length;
  const saving = some === 0 ? "" : `; ${some} of them run, and save and stop within seconds`;
  console.log(`cancelled ${marked.length} of ${runs.length} runs${saving}`);
  for (const { run, host } of outOfReach) {
    console.error(`warning: ${run.name} goes on, on ${host}: stop it there`);
  }
}

async function seeThrough(
  sweep: Sweep,
  runs: readonly SweepRun[],
  jobs: number,
  budgetHours: number | null,
): Promise<void> {
  const total = sweep.runs.length;
  const display = createSweepDisplay(total, total - runs.length);
  const stop = new AbortController();
  const signals = onSignals((signal, again) => {
    stop.abort();
    if (!again) return;
    // the runs are processes of their own, and save on
    signals.remove();
    process.kill(process.pid, signal);
  });
  const main = fileURLToPath(new URL("./main.js", import.meta.url));
  const executor = localExecutor(jobs, [process.execPath, main]);
  const onEvent = display.show;
  try {
    await driveSweep(sweep, { runs, executor, budgetHours, signal: stop.signal, onEvent });
  } finally {
    signals.remove();
    display.close();
  }
  await tellOutcome(sweep);
  const signal = signals.received();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
}

async function tellOutcome(sweep: Sweep): Promise<void> {
  const statuses = await sweepStatus(sweep);
  const path = showPath(sweep.path);
  const failed = statuses.filter(({ state }) => state === "failed");
  const open = statuses.some(
    ({ state }) => state === "queued" || state === "stopped" || state === "interrupted",
  );
  console.log(`sweep ${path}: ${countsText(statuses)}`);
  for (const line of statusLines(failed)) console.log(line);
  if (failed.length > 0) process.exitCode = 1;
  printNext([
    ...(open ? [`evenkeel sweep resume ${path}`] : []),
    ...(failed.length > 0 ? [`evenkeel sweep resume ${path} --retry-failed`] : []),
    `evenkeel sweep collect ${path}`,
    `evenkeel report ${path}`,
  ]);
}

/** The threads of runs whose configs leave them open. */
function withThreads(expanded: ExpandedSweep, threads: number): ExpandedSweep {
  const shared = expanded.runs.map((run) =>
    run.config.threads === 0 ? { ...run, config: { ...run.config, threads } } : run,
  );
  return { ...expanded, runs: shared };
}
