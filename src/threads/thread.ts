/** Work in a thread of its own, which sends messages and ends normally or with an error. */
import { parentPort, Worker } from "node:worker_threads";
import { refusal } from "../errors.ts";
import { type PackedError, packError, unpackError } from "./errors.ts";

/** What a thread sends to the one that started it. */
type Output<M> = { readonly message: M } | { readonly error: PackedError };

/**
 * Starts a thread whose file calls {@link runInThread}.
 *
 * @param file      the thread's compiled file.
 * @param what      what the thread does, such as `training`; used in the error if it exits unexpectedly.
 * @param data      plain data, the thread's `workerData`.
 * @param onMessage called with each message, in order.
 * @returns a promise that resolves when the thread has ended and rejects with the error that its work
 *   threw.
 */
export function startThread<M>(
  file: URL,
  what: string,
  data: unknown,
  onMessage: (message: M) => void,
): Promise<void> {
  const worker = new Worker(file, { workerData: data });
  return new Promise<void>((resolve, reject) => {
    worker.on("message", (output: Output<M>) => {
      if ("error" in output) reject(unpackError(output.error));
      else onMessage(output.message);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code === 0) resolve();
      else {
        const rule = `the thread ended with code ${code}`;
        reject(refusal("ENGINE", { where: what, rule, details: { code } }));
      }
    });
  });
}

/** Inside a thread: runs the work, and sends its messages or the error that it threw. */
export function runInThread<M>(work: (send: (message: M) => void) => Promise<void>): void {
  const post = (output: Output<M>) => parentPort?.postMessage(output);
  work((message) => post({ message })).catch((error: unknown) => post({ error: packError(error) }));
}
