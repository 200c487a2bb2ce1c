/** What verdicts depend on beside records. */

/** What is known of a run beside its records. */
export interface HealthContext {
  /** D's loss where all its outputs are 0; `null` for a loss without a lower bound. */
  readonly undecidedLoss: number | null;
  /** The generator steps that the run is to have. */
  readonly steps: number;
}
