/** What a dry run finds out. */

/** The cost of a run. */
export interface Forecast {
  readonly device: string;
  readonly parameters: { readonly generator: number; readonly discriminator: number };
  /** Images of the data set. */
  readonly images: number;
  /** Bytes of weights, moments and the like. */
  readonly stateBytes: number;
  /** Bytes of memory of the whole process after the measured steps. */
  readonly processBytes: number;
  /** Iterations measured, after one that is not counted. */
  readonly measured: number;
  /** Median milliseconds of an iteration. */
  readonly iterationMs: number;
  /** Iterations of the full run. */
  readonly steps: number;
  readonly totalSeconds: number;
}
