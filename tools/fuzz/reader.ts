/** What is fuzzed: a reader with files that it reads. */

/** A reader of a kind of file. */
export interface FuzzedReader {
  readonly name: string;
  /** Sound files, at least one. */
  readonly seeds: readonly Uint8Array[];
  /** What such files are made of. */
  readonly tokens: readonly (string | Uint8Array)[];
  /**
   * Reads an input; throws an `EvenkeelError` where it is none of such files.
   *
   * @param folder an empty folder, for readers of files.
   */
  read(input: Uint8Array, folder: string): unknown;
  /** Makes the checksums of an input right again, so that what lies behind them is reached. */
  mend?(input: Uint8Array): Uint8Array;
}
