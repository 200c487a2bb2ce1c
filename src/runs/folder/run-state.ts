/** The state of one run of an experiment or a sweep. */
import type { ExpectedArchitecture } from "../../config/index.ts";
import { listCheckpoints, newestSoundCheckpoint } from "../checkpoints/index.ts";
import { isUnstarted } from "./folder-claim.ts";
import { runFiles } from "./run-files.ts";
import { openRunFolder } from "./run-folder.ts";

/** The state of a run. */
export interface RunState {
  /** `new`: it has not started, or its process was killed while it created the folder. */
  readonly status: "new" | "begun" | "done";
  /** The number of completed generator steps. */
  readonly gStep: number;
  /** Why it ended before it was done, if its process recorded a reason. */
  readonly exitReason: string | undefined;
}

/**
 * The state of the run in a folder. A whole training is done when `run.json` says so: a process that is
 * killed after the last checkpoint has not yet written the generator, an evaluation or the report. A part
 * of a training is done when a checkpoint has reached its last step.
 *
 * @param until the last generator step of this part.
 * @param steps the last generator step of the whole training.
 * @param expected the networks that its checkpoint must belong to.
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is not a run folder, `CHECKPOINT` if no checkpoint is
 *   sound or the newest sound one belongs to different networks.
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

/**
 * The generator step of the newest checkpoint of the run in `folder`, sound or not; 0 without checkpoints.
 */
export async function savedStep(folder: string): Promise<number> {
  return (await listCheckpoints(runFiles(folder).checkpoints)).at(-1)?.step ?? 0;
}
