/** The state of a sweep, from the files of its runs and from Slurm. */
import {
  type Rung,
  type RunStatus,
  type SearchGroup,
  type Sweep,
  type SweepRun,
  type SweepState,
  searchGroups,
  sweepRungs,
  sweepStates,
  sweepStatus,
} from "../folder/index.ts";
import { askSlurm, isHeld, type SlurmAnswer, withSlurm } from "../slurm/index.ts";

/** The states of runs. */
export interface Standing {
  readonly statuses: readonly RunStatus[];
  readonly slurm: SlurmAnswer;
}

/** The states of runs of a sweep (default: all), from their own files and from Slurm. */
export async function sweepStanding(
  sweep: Sweep,
  runs: readonly SweepRun[] = sweep.runs,
): Promise<Standing> {
  const slurm = await askSlurm(sweep);
  return { statuses: withSlurm(await sweepStatus(sweep, runs), slurm), slurm };
}

/** The state of a sweep. */
export interface Overview extends Standing {
  /** How many runs are in each state. */
  readonly counts: Readonly<Record<SweepState, number>>;
  /** The standings at each rung; none unless the sweep is halved. */
  readonly rungs: readonly Rung[];
  /** What a search has found; none of any other sweep. */
  readonly search: readonly SearchGroup[];
  /** Whether a run is being trained, or waits in a cluster's queue. */
  readonly isMoving: boolean;
}

/** The state of a sweep; statuses and counts are of `runs` alone (default: all). */
export async function sweepOverview(sweep: Sweep, runs?: readonly SweepRun[]): Promise<Overview> {
  const { statuses, slurm } = await sweepStanding(sweep, runs);
  const isMoving = statuses.some(
    ({ run, state }) => state === "running" || isHeld(slurm, run.name),
  );
  const rungs = await sweepRungs(sweep);
  const search = await searchGroups(sweep);
  return { statuses, slurm, counts: countsByState(statuses), rungs, search, isMoving };
}

/** How many runs are in each state. */
export function countsByState(statuses: readonly RunStatus[]): Record<SweepState, number> {
  const counts = sweepStates.map((state) => [
    state,
    statuses.filter((one) => one.state === state).length,
  ]);
  return Object.fromEntries(counts) as Record<SweepState, number>;
}
