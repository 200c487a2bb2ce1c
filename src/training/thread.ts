/** Runs training in a thread and passes its messages on. */
import { keepAlive } from "../runs/folder/index.ts";
import { startThread } from "../threads/index.ts";
import type { TrainingMessage, TrainingRequest } from "./messages.ts";

/** The thread's input. */
export interface WorkerInput {
  readonly request: TrainingRequest;
  /** One int32: an index in {@link stopReasons}; not 0 requests a stop after the current iteration. */
  readonly stop: SharedArrayBuffer;
}

/** The reasons for which the thread can be asked to stop; the first means none. */
const stopReasons = [undefined, "user", "time-limit"] as const;
type AskedReason = NonNullable<(typeof stopReasons)[number]>;

/** Training in progress. */
export interface TrainingThread {
  /** Requests a checkpoint and a stop after the current iteration; the default reason is the user. */
  stop(why?: AskedReason): void;
  /** Resolves when the work has ended; rejects with its error. */
  readonly finished: Promise<void>;
}

/**
 * Starts the work; `onMessage` is called with each message, in order. This thread renews the run's
 * heartbeat. If another attempt takes over the run, training is asked to stop, and its next write throws
 * an error.
 */
export function startTraining(
  request: TrainingRequest,
  onMessage: (message: TrainingMessage) => void,
): TrainingThread {
  const stop = new SharedArrayBuffer(4);
  const ask = (why: AskedReason = "user") => {
    Atomics.store(new Int32Array(stop), 0, stopReasons.indexOf(why));
  };
  let rest = () => {};
  const finished = startThread<TrainingMessage>(
    new URL("./worker.js", import.meta.url),
    "training",
    { request, stop } satisfies WorkerInput,
    (message) => {
      if (message.type === "folder") rest = keepAlive(message.path, message.attempt, () => ask());
      onMessage(message);
    },
  );
  return { stop: ask, finished: finished.finally(() => rest()) };
}

/** The reason for which the thread with this buffer must stop; `undefined` if there is none. */
export function stopReason(stop: SharedArrayBuffer): AskedReason | undefined {
  return stopReasons[Atomics.load(new Int32Array(stop), 0)];
}
