/** Starts training in a thread of its own and listens to it. */
import { Worker } from "node:worker_threads";
import { type ErrorCode, EvenkeelError } from "../errors.ts";
import { keepAlive } from "./attempts.ts";
import type { TrainingMessage, TrainingRequest } from "./training-messages.ts";

/** What the thread is given. */
export interface WorkerInput {
  readonly request: TrainingRequest;
  /** One int32: not 0 asks it to stop after the iteration at hand; its place in {@link stopReasons}. */
  readonly stop: SharedArrayBuffer;
}

/** An error as data; classes do not cross threads. */
export interface PackedError {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: ErrorCode | undefined;
  readonly advice: string | undefined;
}

/** What the thread sends. */
export type WorkerOutput = { readonly message: TrainingMessage } | { readonly error: PackedError };

/** Why training is asked to stop; the first is no reason. */
const stopReasons = [undefined, "user", "time-limit"] as const;
export type StopReason = NonNullable<(typeof stopReasons)[number]>;

/** Training under way. */
export interface TrainingThread {
  /** Asks to stop after the iteration at hand, with a checkpoint; by default the user does. */
  stop(why?: StopReason): void;
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
  const input: WorkerInput = { request, stop };
  const worker = new Worker(new URL("./training-worker.js", import.meta.url), {
    workerData: input,
  });
  const ask = (why: StopReason = "user") => {
    Atomics.store(new Int32Array(stop), 0, stopReasons.indexOf(why));
  };
  let rest = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    worker.on("message", (output: WorkerOutput) => {
      if ("error" in output) return reject(unpackError(output.error));
      const { message } = output;
      if (message.type === "folder") rest = keepAlive(message.path, message.attempt, () => ask());
      onMessage(message);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new EvenkeelError("ENGINE", `training: the thread ended with code ${code}`));
    });
  });
  return { stop: ask, finished: finished.finally(() => rest()) };
}

/** Why the thread that was given this is to stop; `undefined` if it is not. */
export function stopReason(stop: SharedArrayBuffer): StopReason | undefined {
  return stopReasons[Atomics.load(new Int32Array(stop), 0)];
}

/** An error as plain data. */
export function packError(error: unknown): PackedError {
  const known = error instanceof EvenkeelError ? error : undefined;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { message, stack, code: known?.code, advice: known?.advice };
}

/** The error that {@link packError} packed. */
export function unpackError({ message, stack, code, advice }: PackedError): Error {
  const error =
    code === undefined
      ? new Error(message)
      : new EvenkeelError(code, message, advice === undefined ? {} : { advice });
  if (stack !== undefined) error.stack = stack;
  return error;
}
