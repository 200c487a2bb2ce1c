/** Evaluations: how good generated images are, under which protocol. */
export type { Evaluation } from "./carry-out.ts";
export { evaluate } from "./evaluate.ts";
export { evaluateModel, type ModelEvaluation } from "./evaluate-model.ts";
export type { EvaluationOptions } from "./options.ts";
export type { EvaluationCallbacks, EvaluationProgress } from "./progress.ts";
