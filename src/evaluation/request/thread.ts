/** Runs an evaluation in a thread, so that it can be stopped at any time. */
import "../../runtime/no-telemetry.ts";

import { startThread } from "../../threads/index.ts";
import type { EvaluationMessage, EvaluationRequest } from "./request.ts";

/**
 * Carries out a request; `onMessage` is called with each message, in order.
 *
 * @throws EvenkeelError with which the request failed.
 */
export function startEvaluation(
  request: EvaluationRequest,
  onMessage: (message: EvaluationMessage) => void,
): Promise<void> {
  return startThread(new URL("./worker.js", import.meta.url), "evaluate", request, onMessage);
}
