/** What is known about a run besides its networks. */

/** The origin of networks. */
export interface RunAbout {
  readonly name: string;
  readonly seed: number;
  /** The name of the data set that they were trained on. */
  readonly data: string;
  /** The names of the classes of a conditional generator, by their numbers, if known. */
  readonly classNames?: readonly string[] | undefined;
}
