/** Where a run of several stands: those of an experiment, or of a sweep. */
import type { ExpectedArchitecture } from "../../config/index.ts";
import { listCheckpoints, newestSoundCheckpoint } from "../checkpoints/index.ts";
import { isUnstarted } from "./folder-claim.ts";
import { runFiles } from "./run-files.ts";
import { openRunFolder } from "./run-folder.ts";

/** Where a run stands. */
export interface RunState {
  /** `new`: it has not begun, or its process was killed while it made the folder. */
  readonly status: "new" | "begun" | "done";
  /** Generator steps that are done. */
  readonly gStep: number;
  /** Why it is not done, in words, where its process could say so. */
  readonly exitReason: string | undefined;
}

/**
 * Where the run in a folder stands. It is done with its whole training once `run.json` says so: a process
 * that is killed after the last checkpoint leaves the generator, an evaluation or the report to be made.
 * It is done with a part of it once so many generator steps are saved.
 *
 * @param until the generator step that it is to go to.
 * @param steps those of its whole training.
 * @param expected the networks its checkpoint must be of.
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is no run's, `CHECKPOINT` when none is sound or
 *   the newest is of other networks.
 */
export async function runState(
  folder: string,
  until: number,
  steps: number,
  expected?: ExpectedArchitecture,
): Promise<RunState> {
  if (await isUnstarted(folder)) return { status: "new", gStep: 0, exitReason: undefined };
  const run = await openRunFolder(folder);
  const { checkpoint } = await newestSoundCheckpoint(run.files.checkpoints, expected);
  const gStep = checkpoint?.counters.gStep ?? 0;
  const { status, exitReason } = run.info();
  const ended = status === "failed" || status === "stopped";
  return {
    status: gStep >= until && (until < steps || status === "done") ? "done" : "begun",
    gStep,
    exitReason: ended ? (exitReason ?? undefined) : undefined,
  };
}

/** The generator step of the newest checkpoint of the run in `folder`, sound or not; 0 if there is none. */
export async function savedStep(folder: string): Promise<number> {
  return (await listCheckpoints(runFiles(folder).checkpoints)).at(-1)?.step ?? 0;
}
