/** The progress of long work in an evaluation, and how it is stopped. */
import type { DataCallbacks } from "../data/index.ts";
import { refusal } from "../errors.ts";
import type { WorkProgress } from "../files/index.ts";

/** The progress of a long piece of work. */
export interface EvaluationProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly unit: WorkProgress["unit"] | "%";
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

/** The callbacks of reading data sets for those of an evaluation. */
export function dataCallbacks({ onProgress, shouldStop }: EvaluationCallbacks): DataCallbacks {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    onProgress({ task, done, total, unit }) {
      if (shouldStop?.() === true) stop.abort();
      onProgress?.({ task, done, total: total ?? done, unit });
    },
  };
}
