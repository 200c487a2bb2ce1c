/** A claim's trials as a sweep: expanded, trained side by side, resumable. */

import { join } from "node:path";
import {
  completeSweep,
  type Executor,
  type ExpandedRun,
  loadConfig,
  openOrCreateSweep,
  runNameOf,
  type Sweep,
  type SweepEvent,
} from "../runs/index.ts";
import type { Scale, Trial, TrialRun, TrialTest } from "./claim.ts";

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
    trials.map(({ base, set: own }) =>
      loadConfig(base, [
        ...Object.entries(own).map(([key, value]) => `${key}=${JSON.stringify(value)}`),
        ...set,
      ]),
    ),
  );
  return Array.from({ length: seeds }, (_, i) => i).flatMap((i) =>
    trials.map(({ point }: Trial, k) => {
      const config = configs[k]!;
      const seed = config.seed + i;
      const name = runNameOf(point, seed, undefined);
      return { name, point, config: { ...config, seed, name } };
    }),
  );
}

/** Where the sweep of a claim's folder is. */
export const sweepFolder = (folder: string) => join(folder, "sweep");

/** Opens the sweep in a claim's folder, or makes it. */
export function openTrials(
  folder: string,
  name: string,
  runs: readonly ExpandedRun[],
): Promise<Sweep> {
  return openOrCreateSweep({
    expanded: { name, runs, halving: null },
    text: `# the trials of: evenkeel claim run ${name}\n`,
    out: sweepFolder(folder),
  });
}

/**
 * Trains what is left of a sweep, and tells how every run ended.
 *
 * @returns `undefined` when the signal stopped it first; the runs are saved then.
 * @throws EvenkeelError `RUN_FOLDER` when no run came to its end.
 */
export async function trainTrials(
  sweep: Sweep,
  executor: Executor,
  signal: AbortSignal,
  onEvent: (event: SweepEvent) => void,
): Promise<readonly TrialRun[] | undefined> {
  const ended = await completeSweep(sweep, { executor, signal, onEvent });
  return ended?.map(({ run, state, reason }) => ({
    run,
    point: run.point as TrialRun["point"],
    seed: run.seed,
    folder: sweep.fileOf(run, "folder"),
    state: state === "done" ? "done" : "failed",
    reason,
  }));
}
