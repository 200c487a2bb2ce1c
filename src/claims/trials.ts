/** A claim's trials as a sweep: expanded, trained side by side, resumable. */

import { join } from "node:path";
import { loadConfig } from "../config/index.ts";
import { completeSweep } from "../sweeps/execution/index.ts";
import type { PlaceRequest } from "../sweeps/places/index.ts";
import { type ExpandedRun, runsOfPoints } from "../sweeps/plan/index.ts";
import type { Scale, TrialRun, TrialTest } from "./claim.ts";

/** The folder of a claim's trials, a sweep, in the claim's folder. */
export const TRIALS = "sweep";

/** How trials are expanded. */
export interface TrialOptions {
  readonly scale: Scale;
  /** How many; default the test's. */
  readonly seeds?: number | undefined;
  /** Options `path=value` for all runs, over everything else. */
  readonly set: readonly string[];
}

/**
 * The runs of a test: all trials with the first seed, then with the second, …
 *
 * @throws EvenkeelError `CONFIG` for options that do not fit.
 */
export async function expandTrials(
  test: TrialTest,
  { scale, seeds = test.seeds[scale], set }: TrialOptions,
): Promise<readonly ExpandedRun[]> {
  const trials = test.trials(scale);
  const configs = await Promise.all(
    trials.map(({ base, set: own }) => loadConfig(base, [...Object.entries(own), ...set])),
  );
  return runsOfPoints(
    trials.map(({ point }, i) => ({ point, config: configs[i]! })),
    seeds,
  );
}

/**
 * Trains what is left of a claim's runs, in `sweep/` of its folder, and returns how every run ended.
 *
 * @returns `undefined` when the signal stopped it first; the runs are saved then.
 * @throws EvenkeelError `RUN_FOLDER` when no run came to its end; `SLURM` as a cluster has it.
 */
export async function trainTrials(
  { folder, name, runs }: Trials,
  place: PlaceRequest,
  driving: Parameters<typeof completeSweep>[2],
): Promise<readonly TrialRun[] | undefined> {
  const part = {
    expanded: { name, runs, halving: null },
    text: `# the trials of: evenkeel claim run ${name}\n`,
    out: join(folder, TRIALS),
  };
  const completed = await completeSweep(part, place, driving);
  return completed?.statuses.map(({ run, state, reason }) => ({
    run,
    point: run.point as TrialRun["point"],
    seed: run.seed,
    folder: completed.sweep.fileOf(run, "folder"),
    state: state === "done" ? "done" : "failed",
    reason,
  }));
}

/** The runs of a claim, and its folder. */
export interface Trials {
  readonly folder: string;
  readonly name: string;
  readonly runs: readonly ExpandedRun[];
}
