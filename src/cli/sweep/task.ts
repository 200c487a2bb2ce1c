/** Trains one run of a sweep in this process. */
import { runNamed, runTask, type TaskResult } from "../../sweeps/execution/index.ts";
import { openSweep } from "../../sweeps/folder/index.ts";
import { tell } from "../../terminal/terminal.ts";
import { countOf } from "../../text.ts";
import { watch } from "../train/watch.ts";

/** Options of `sweep run`. */
export interface TaskFlags {
  /** The step at which it pauses; default: its end. */
  readonly until?: number;
  readonly acceptOtherData?: boolean;
  /** How often a Slurm job queues itself again before a time limit. */
  readonly requeues: number;
}

/** Starts a run or continues it. Near the time limit of a Slurm job it saves and queues the job again. */
export async function trainTask(path: string, name: string, flags: TaskFlags): Promise<void> {
  const sweep = await openSweep(path);
  const result = await runTask(sweep, runNamed(sweep, name), {
    ...flags,
    train: (request, hasTimeLimit) => watch(request, { report: false, hasTimeLimit }),
    onRequeue: (step, { id }) =>
      tell(`${name}: saved at step ${step}; Slurm's ${id} goes back into the queue`),
  });
  const text = resultText(result);
  if (text !== undefined) tell(`${name}: ${text}`);
  if (result.kind === "left") process.exitCode = 1;
}

function resultText(result: TaskResult): string | undefined {
  if (result.kind === "cancelled") return "cancelled, nothing to do";
  if (result.kind === "done") return "done before, nothing to do";
  if (result.kind !== "left") return undefined;
  const why =
    result.why === "no-progress"
      ? "no step was done before the time limit; it needs a longer one"
      : `it was queued again ${countOf(result.restarts, "time")}, which is the limit`;
  return `${why}: evenkeel sweep resume continues it`;
}
