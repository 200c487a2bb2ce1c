/** Which runs of a sweep are left to train. */
import type { Sweep, SweepRun, SweepState } from "../folder/index.ts";
import { isHeld } from "../slurm/index.ts";
import { type Standing, sweepStanding } from "./overview.ts";

/** Which runs are trained in addition to those that are queued, stopped or interrupted. */
export interface Retries {
  readonly failed?: boolean | undefined;
  readonly cancelled?: boolean | undefined;
}

/** The states of runs, and those that are left to train. */
export interface Left extends Standing {
  readonly left: readonly SweepRun[];
}

/**
 * Those of `runs` that are left to train. What Slurm has is neither submitted twice nor begun on this
 * machine as well.
 */
export async function runsLeft(
  sweep: Sweep,
  runs: readonly SweepRun[],
  retries: Retries = {},
): Promise<Left> {
  const standing = await sweepStanding(sweep, runs);
  const again = new Set<SweepState>(["queued", "stopped", "interrupted"]);
  if (retries.failed) again.add("failed");
  if (retries.cancelled) again.add("cancelled");
  const left = standing.statuses
    .filter(({ run, state }) => again.has(state) && !isHeld(standing.slurm, run.name))
    .map(({ run }) => run);
  return { ...standing, left };
}
