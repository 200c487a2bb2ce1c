import { EvenkeelError } from "../../errors.ts";
import type { Executor } from "../executor.ts";
import {
  createSweep,
  isSweepFolder,
  type NewSweep,
  openSweep,
  type RunStatus,
  type Sweep,
  type SweepState,
  sweepStatus,
} from "../folder/index.ts";
import type { ExpandedSweep } from "../plan/index.ts";
import { slurmTasks } from "../slurm/index.ts";
import { type Driving, driveSweep } from "./drive.ts";
import { withThreads } from "./shares.ts";

/** States in which nothing is left to train. */
const ENDED: ReadonlySet<SweepState> = new Set(["done", "failed", "dropped"]);

/** What is trained. */
export interface SweepPart {
  readonly expanded: ExpandedSweep;
  /** What its `sweep.yaml` says: who made it. */
  readonly text: string;
  /** Its folder. */
  readonly out: string;
}

/** Where it is trained. */
export interface SweepPlace extends Required<Pick<NewSweep, "on" | "slurm">> {
  /** Threads of runs whose config leaves them open. */
  readonly threads: number;
  readonly executor: (sweep: Sweep) => Executor;
}

/** A sweep of which every run has ended, and how. */
export interface CompletedSweep {
  readonly sweep: Sweep;
  readonly statuses: readonly RunStatus[];
}

/**
 * Makes a sweep, or opens the one in its folder, and trains what is left of it.
 *
 * @returns `undefined` when the signal stopped it first: the runs are saved then.
 * @throws EvenkeelError `RUN_FOLDER` when every run failed; `SLURM` when a cluster cannot be asked, or has
 *   runs in its queue from an earlier time.
 */
export async function completeSweep(
  { expanded, text, out }: SweepPart,
  { on, slurm, threads, executor }: SweepPlace,
  driving: Pick<Driving, "signal" | "onEvent">,
): Promise<CompletedSweep | undefined> {
  const shared = { ...expanded, runs: withThreads(expanded.runs, threads) };
  const sweep = (await isSweepFolder(out))
    ? await openSweep(out)
    : await createSweep({ expanded: shared, text, out, on, slurm, set: [], budgetHours: null });
  const left = (await sweepStatus(sweep)).filter(({ state }) => !ENDED.has(state));
  if (left.length > 0) {
    await expectNoneQueued(sweep);
    const runs = left.map(({ run }) => run);
    await driveSweep(sweep, { ...driving, executor: executor(sweep), runs, budgetHours: null });
  }
  const statuses = await sweepStatus(sweep);
  if (statuses.some(({ state }) => !ENDED.has(state))) return undefined;
  if (statuses.every(({ state }) => state === "failed")) {
    throw new EvenkeelError(
      "RUN_FOLDER",
      `${sweep.path}: every run failed: ${statuses[0]?.reason}`,
      {
        advice: `evenkeel sweep status ${sweep.path} tells of each.`,
      },
    );
  }
  return { sweep, statuses };
}

/** Refuses to give a cluster what it has: nobody would see those through. */
async function expectNoneQueued(sweep: Sweep): Promise<void> {
  const { byRun } = await slurmTasks(sweep);
  const held = [...byRun].filter(([, { stage }]) => stage !== "ended");
  if (held.length === 0) return;
  throw new EvenkeelError(
    "SLURM",
    `${sweep.path}: Slurm must have none of its runs, got ${held.length} that wait or run`,
    {
      advice: `Wait until they have ended, or evenkeel sweep cancel ${sweep.path}; then the same again.`,
    },
  );
}
