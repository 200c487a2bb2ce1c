/** Requests to evaluate a path, carried out in a thread. */
export type { EvaluatedSubject, EvaluationOutcome, EvaluationRequest } from "./request.ts";
export { startEvaluation } from "./thread.ts";
