/** Measures in a thread of its own, so that a waiting person can still stop it. */
import { startThread } from "../../threads/index.ts";
import type { EvaluationMessage, EvaluationRequest } from "./request.ts";

/**
 * Carries out a request; `onMessage` is called for each message, in order.
 *
 * @throws EvenkeelError what the request failed on.
 */
export function startEvaluation(
  request: EvaluationRequest,
  onMessage: (message: EvaluationMessage) => void,
): Promise<void> {
  return startThread(new URL("./worker.js", import.meta.url), "evaluate", request, onMessage);
}
