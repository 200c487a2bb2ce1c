/** Trains on images of one's own, in one call. */
import {
  type Report,
  type StartFrom,
  startingFromRun,
  startTraining,
  type TrainingOutcome,
} from "../training/index.ts";
import { type OwnImages, type OwnImagesCallbacks, ownImagesConfig } from "./config.ts";
import type { OwnImagesRequest } from "./request.ts";

/** Options of {@link trainImages}. */
export interface TrainImagesOptions extends OwnImagesRequest, OwnImagesCallbacks {
  /** The run's folder; default: the next number in `runs`. */
  readonly out?: string | undefined;
  /** Another run whose weights it takes as far as they fit, with learning rates halved; default none. */
  readonly from?: StartFrom | undefined;
  /** Stop and save after this generator step, to resume later. */
  readonly until?: number | undefined;
  /** Called with the settings and the reasons for them, before training begins. */
  readonly onChosen?: ((chosen: OwnImages) => void) | undefined;
  /** Receives the messages of training, in order: notes, progress, what was saved. */
  readonly report?: Report | undefined;
}

/**
 * Trains a generator on a folder, zip or tar of images in a run folder, as `evenkeel train DIR` does: looks at
 * the images, chooses the settings by them and by this machine, and trains in a thread of its own.
 *
 * @example
 * const { folder } = await trainImages({ path: "./my-images", size: 64, steps: 20_000 });
 *
 * @param options `signal` stops and saves after the current iteration.
 * @throws EvenkeelError `DATA` for images that are missing or that cannot be learned from; `CONFIG` for a
 *   request that does not fit them; `RUN_FOLDER` for an occupied folder, and for failures of the device or the
 *   disk; `RUN_FOLDER` or `CHECKPOINT` if there is nothing sound to start from.
 */
export async function trainImages(options: TrainImagesOptions): Promise<TrainingOutcome> {
  const {
    out,
    from,
    until,
    onChosen,
    report = () => {},
    onPhase,
    onProgress,
    signal,
    ...request
  } = options;
  const chosen = await ownImagesConfig(request, { onPhase, onProgress, signal });
  const config = from === undefined ? chosen.config : await startingFromRun(chosen.config, from);
  onChosen?.({ ...chosen, config });
  let outcome: TrainingOutcome | undefined;
  const training = startTraining(
    { kind: "train", config, start: { kind: "new", out }, until },
    (message) => {
      if (message.type === "end") outcome = message.outcome;
      report(message);
    },
  );
  const stop = () => training.stop();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    await training.finished;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  return outcome as TrainingOutcome;
}
