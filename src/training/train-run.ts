/** Trains networks that the caller defined, in a run folder. */
import { keepAlive } from "../runs/folder/index.ts";
import type { Report, TrainingOutcome } from "./messages.ts";
import { type OwnRun, planOfModel } from "./plan/own-plan.ts";
import { runTraining } from "./session.ts";

/** Options of {@link trainRun}. */
export interface TrainRunOptions extends OwnRun {
  /** The new run's folder; default: the next number in `runs`. */
  readonly out?: string | undefined;
  /** The folder of a run to resume from its newest sound checkpoint, instead of starting a new one. */
  readonly resume?: string | undefined;
  /** Whether to resume with other data files than before; default: they are refused. */
  readonly acceptOtherData?: boolean | undefined;
  /** Stop and save after this generator step, to resume later. */
  readonly until?: number | undefined;
  /** Stops and saves after the current iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Receives the messages, in order: notes, progress, what was saved. */
  readonly report?: Report | undefined;
}

/**
 * Trains a model in a run folder, as `evenkeel train` does: writes records to `metrics.jsonl`, sample grids,
 * checkpoints, a verdict on the run's health, evaluations if `settings.evaluate.every` requests them, and
 * `generator.onnx` at the end. If the same program resumes a run, its weights are identical, byte for byte,
 * to those of a run that was never stopped.
 *
 * Training runs in the calling thread, since networks are functions.
 *
 * @example
 * const { folder } = await trainRun({ model, dataset, out: "runs/mine", settings: { steps: 1000 } });
 *
 * @throws EvenkeelError `CONFIG` for settings out of range or images that do not have the model's shape,
 *   `RUN_FOLDER` for an occupied folder or one that a live process writes to, `CHECKPOINT` for a checkpoint
 *   of different networks, `USAGE` if the run to resume is complete, and for failures of the device or the
 *   disk.
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainingOutcome> {
  const { out, resume, acceptOtherData, until, signal, report = () => {} } = options;
  const lost = new AbortController();
  const isAborted = () => signal?.aborted === true || lost.signal.aborted;
  let rest = () => {};
  try {
    return await runTraining(
      planOfModel(options),
      resume === undefined
        ? { kind: "new", out }
        : { kind: "resume", folder: resume, acceptOtherData },
      {
        until,
        stop: () => (isAborted() ? "user" : undefined),
        report(message) {
          if (message.type === "folder") {
            rest = keepAlive(message.path, message.attempt, () => lost.abort());
          }
          report(message);
        },
      },
    );
  } finally {
    rest();
  }
}
