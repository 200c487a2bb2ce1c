/** Measures in a thread of its own, so that a waiting person can still stop it. */
import { Worker } from "node:worker_threads";
import { EvenkeelError } from "../../errors.ts";
import { type PackedError, unpackError } from "../training-thread.ts";
import type { EvaluationMessage, EvaluationRequest } from "./request.ts";

/** What the thread sends. */
export type EvaluationOutput =
  | { readonly message: EvaluationMessage }
  | { readonly error: PackedError };

/**
 * Carries out a request; `onMessage` is called for each message, in order.
 *
 * @throws EvenkeelError what the request failed on.
 */
export function startEvaluation(
  request: EvaluationRequest,
  onMessage: (message: EvaluationMessage) => void,
): Promise<void> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: request });
  return new Promise<void>((resolve, reject) => {
    worker.on("message", (output: EvaluationOutput) => {
      if ("error" in output) reject(unpackError(output.error));
      else onMessage(output.message);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new EvenkeelError("ENGINE", `evaluate: the thread ended with code ${code}`));
    });
  });
}
