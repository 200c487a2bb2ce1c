/** Starts training in a thread of its own and listens to it. */
import { keepAlive } from "../runs/folder/index.ts";
import { startThread } from "../threads/index.ts";
import type { TrainingMessage, TrainingRequest } from "./messages.ts";

/** What the thread is given. */
export interface WorkerInput {
  readonly request: TrainingRequest;
  /** One int32: not 0 asks it to stop after the iteration at hand; its place in {@link stopReasons}. */
  readonly stop: SharedArrayBuffer;
}

/** Why a thread can be asked to stop; the first is no reason. */
const stopReasons = [undefined, "user", "time-limit"] as const;
type AskedReason = NonNullable<(typeof stopReasons)[number]>;

/** Training under way. */
export interface TrainingThread {
  /** Asks to stop after the iteration at hand, with a checkpoint; by default the user does. */
  stop(why?: AskedReason): void;
  /** Resolves when the work is over; rejects with what it failed on. */
  readonly finished: Promise<void>;
}

/**
 * Starts the work; `onMessage` is called for each message, in order. While a run goes on, its heartbeat is
 * renewed from here; a run that another attempt has gone on with is asked to stop, and finds so itself when
 * it wants to write.
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

/** Why the thread that was given this is to stop; `undefined` if it is not. */
export function stopReason(stop: SharedArrayBuffer): AskedReason | undefined {
  return stopReasons[Atomics.load(new Int32Array(stop), 0)];
}
