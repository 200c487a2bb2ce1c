/** What runs the runs of a sweep: the one interface between sweeps and machines. */

/** A run that an executor is handed. */
export interface Job {
  /** The run's name, unique in the sweep. */
  readonly name: string;
  /** What its process is given after `evenkeel`. */
  readonly args: readonly string[];
  /** The file that takes what its process says, appended. */
  readonly log: string;
}

/** The state of a job in its executor; the state of its run is in the run's own files. */
export type JobState =
  | { readonly state: "waiting" | "running" }
  /** `code` is `null` for a process that was killed. */
  | { readonly state: "ended"; readonly code: number | null };

/** Runs jobs somewhere. It knows no configs and no checkpoints, and what it knows may be lost. */
export interface Executor {
  /** Takes jobs over, to be begun in this order. */
  submit(jobs: readonly Job[]): Promise<void>;
  /** The states of the jobs taken over, by name. */
  status(): Promise<ReadonlyMap<string, JobState>>;
  /** Drops those that wait; those that run save and stop, which takes them a while. */
  cancel(names: readonly string[]): Promise<void>;
}
