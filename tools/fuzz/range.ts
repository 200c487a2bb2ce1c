/** What the processes of fuzzing tell each other. */

/** Inputs for a process. */
export interface Range {
  readonly reader: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** The file that the number of the input at work stands in. */
  readonly progress: string;
  /** Processor time and memory that an input may take. */
  readonly seconds: number;
  readonly bytes: number;
  /** The peak of the process that has been told. */
  floor: number;
}

/** Something that no input may do. */
export interface Found {
  readonly reader: string;
  readonly index: number;
  /** The size of the input. */
  readonly bytes: number;
  readonly why: string;
}

/** What a process did. */
export interface Done {
  readonly read: number;
  readonly refused: number;
  /** Bytes of memory at most, the program's own included. */
  readonly peak: number;
  /** Processor time, the start included. */
  readonly seconds: number;
}

/** A line of a process. */
export type WorkerLine = { readonly found: Found } | { readonly done: Done };
