/** What a run says about itself beside its networks. */

/** Where networks come from. */
export interface RunAbout {
  readonly name: string;
  readonly seed: number;
  /** The name of the data set that they were trained on. */
  readonly data: string;
}
