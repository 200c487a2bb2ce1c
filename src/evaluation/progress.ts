/** What the long work of an evaluation reports. */

/** How far a long piece of work has come. */
export interface EvaluationProgress {
  readonly task: string;
  readonly done: number;
  readonly total: number;
  readonly unit: "images" | "%";
}

/** What long-running functions of an evaluation take. */
export interface EvaluationCallbacks {
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  /** Asked between batches; `true` breaks the work off with an error. */
  readonly shouldStop?: (() => boolean) | undefined;
}
