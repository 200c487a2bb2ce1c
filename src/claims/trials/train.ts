/** Trains a claim's trials as a sweep, side by side, resumable. */
import { completeSweep } from "../../sweeps/execution/index.ts";
import type { PlaceRequest } from "../../sweeps/places/index.ts";
import type { ExpandedRun } from "../../sweeps/plan/index.ts";
import type { TrialRun } from "../claim.ts";

/** The runs of a claim, and the folder of their sweep. */
export interface Trials {
  readonly out: string;
  /** The claim's name. */
  readonly name: string;
  readonly runs: readonly ExpandedRun[];
}

/**
 * Trains what is left of a claim's runs, and returns how every run ended.
 *
 * @returns `undefined` when the signal stopped it first; the runs are saved then.
 * @throws EvenkeelError `RUN_FOLDER` when no run came to its end; `SLURM` as a cluster has it.
 */
export async function trainTrials(
  { out, name, runs }: Trials,
  place: PlaceRequest,
  driving: Parameters<typeof completeSweep>[2],
): Promise<readonly TrialRun[] | undefined> {
  const part = {
    expanded: { name, runs, halving: null, search: null },
    text: `# the trials of: evenkeel claim run ${name}\n`,
    out,
  };
  const completed = await completeSweep(part, place, driving);
  return completed?.statuses.map(({ run, state, reason, trainedSeconds }) => ({
    run,
    point: run.point as TrialRun["point"],
    seed: run.seed,
    folder: completed.sweep.fileOf(run, "folder"),
    state: state === "done" ? "done" : "failed",
    reason,
    seconds: trainedSeconds,
  }));
}
