/** Requests to evaluate what lies at a path, carried out in a thread of their own. */
export type { EvaluatedSubject, EvaluationOutcome, EvaluationRequest } from "./request.ts";
export { startEvaluation } from "./thread.ts";
