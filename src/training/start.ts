/** Where a run starts: in a new folder, or where an earlier attempt left off. */

/** Where a run starts. */
export type Start =
  /** `out`: the run's folder; default: the next number in `runs`. */
  | { readonly kind: "new"; readonly out?: string | undefined }
  /**
   * `takeOver`: whether to take the run from a process on another machine that looks alive; default false.
   */
  | { readonly kind: "resume"; readonly folder: string; readonly takeOver?: boolean | undefined };
