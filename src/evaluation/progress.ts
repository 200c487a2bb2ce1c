/** The progress of long work in an evaluation, and how it is stopped. */
import { refusal } from "../errors.ts";

/** The progress of a long piece of work. */
export interface EvaluationProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly unit: "images" | "%";
}

/** The callbacks of long-running functions of an evaluation. */
export interface EvaluationCallbacks {
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  /** Called between batches; returning `true` aborts the work with an error. */
  readonly shouldStop?: (() => boolean) | undefined;
}

/** Throws if the caller wants an evaluation to stop. */
export function checkStop({ shouldStop }: Pick<EvaluationCallbacks, "shouldStop">): void {
  if (shouldStop?.() !== true) return;
  throw refusal("USAGE", { where: "evaluate", rule: "the evaluation was stopped" });
}
