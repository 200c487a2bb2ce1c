/** Where a run begins: in a new folder, or where an earlier attempt left it. */

/** Where a run begins. */
export type Start =
  /** `out`: the run's own folder; else a numbered one below `runs`. */
  | { readonly kind: "new"; readonly out?: string | undefined }
  /** `takeOver`: also from another machine's process that looks alive; default false. */
  | { readonly kind: "resume"; readonly folder: string; readonly takeOver?: boolean | undefined };
