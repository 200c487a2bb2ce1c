/** The result of a dry run. */

/** The cost of a run. */
export interface Forecast {
  readonly device: string;
  readonly parameters: { readonly generator: number; readonly discriminator: number };
  /** The number of images in the data set. */
  readonly images: number;
  /** Bytes of weights, optimizer moments and other state. */
  readonly stateBytes: number;
  /** Memory of the whole process after the measured steps, in bytes. */
  readonly processBytes: number;
  /** The number of measured iterations, after one warm-up iteration. */
  readonly measured: number;
  /** The median duration of an iteration in milliseconds. */
  readonly iterationMs: number;
  /** The number of iterations of the full run. */
  readonly steps: number;
  readonly totalSeconds: number;
}
