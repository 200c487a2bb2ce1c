/** Trains one's own networks in a run folder, from a program. */
import { keepAlive } from "../runs/folder/index.ts";
import type { Report, TrainingOutcome } from "./messages.ts";
import { type OwnRun, planOfModel } from "./plan/own-plan.ts";
import { runTraining } from "./session.ts";

/** What {@link trainRun} takes. */
export interface TrainRunOptions extends OwnRun {
  /** The new run's folder; default the next number below `runs`. */
  readonly out?: string | undefined;
  /** The folder of a run to resume from its newest sound checkpoint, instead of a new one. */
  readonly resume?: string | undefined;
  /** Stop and save after this generator step, to resume later. */
  readonly until?: number | undefined;
  /** Stops and saves after the iteration at hand. */
  readonly signal?: AbortSignal | undefined;
  /** Told what happens, in order: notes, progress, what was saved. */
  readonly report?: Report | undefined;
}

/**
 * Trains a model in a run folder, as `evenkeel train` does: records in `metrics.jsonl`, sample grids,
 * checkpoints, a verdict on its health, evaluations where `settings.evaluate.every` asks for them, and
 * `generator.onnx` at the end. A resumed run has the weights of one that was never stopped, byte for byte,
 * provided that the same program resumes it.
 *
 * It trains in the calling thread, since networks are functions.
 *
 * @example
 * const { folder } = await trainRun({ model, dataset, out: "runs/mine", settings: { steps: 1000 } });
 *
 * @throws EvenkeelError `CONFIG` for settings out of range or images of another shape than the model's,
 *   `RUN_FOLDER` for an occupied or live folder, `CHECKPOINT` for one of other networks, `USAGE` when the
 *   run to resume is complete, and for whatever the device or the disk refuse.
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainingOutcome> {
  const { out, resume, until, signal, report = () => {} } = options;
  const lost = new AbortController();
  const isAborted = () => signal?.aborted === true || lost.signal.aborted;
  let rest = () => {};
  try {
    return await runTraining(
      planOfModel(options),
      resume === undefined ? { kind: "new", out } : { kind: "resume", folder: resume },
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
