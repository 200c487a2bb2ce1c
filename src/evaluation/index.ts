/** Evaluations: the quality of generated images under protocols. */
export type { Evaluation } from "./carry-out.ts";
export { evaluate } from "./evaluate.ts";
export { evaluateModel, type ModelEvaluation } from "./evaluate-model.ts";
export type { EvaluationOptions } from "./options.ts";
export type { EvaluationCallbacks, EvaluationProgress } from "./progress.ts";
