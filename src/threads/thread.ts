/** Work in a thread of its own that sends messages and ends well or with an error. */
import { parentPort, Worker } from "node:worker_threads";
import { EvenkeelError } from "../errors.ts";
import { type PackedError, packError, unpackError } from "./errors.ts";

/** What a thread sends. */
type Output<M> = { readonly message: M } | { readonly error: PackedError };

/**
 * Starts a thread whose file calls {@link runInThread}.
 *
 * @param file      the thread's compiled file.
 * @param what      what it does, for the error of a thread that ends by itself: `training`.
 * @param data      plain data, the thread's `workerData`.
 * @param onMessage called for each message, in order.
 * @returns resolves when the thread has ended; rejects with the error that its work threw.
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
      else reject(new EvenkeelError("ENGINE", `${what}: the thread ended with code ${code}`));
    });
  });
}

/** In a thread: does the work, and sends its messages or the error that it threw. */
export function runInThread<M>(work: (send: (message: M) => void) => Promise<void>): void {
  const post = (output: Output<M>) => parentPort?.postMessage(output);
  work((message) => post({ message })).catch((error: unknown) => post({ error: packError(error) }));
}
