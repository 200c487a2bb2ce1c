/** Where a run starts: in a new folder, or where an earlier attempt left off. */

/** Where a run starts. */
export type Start =
  | {
      readonly kind: "new";
      /** The run's folder; default: the next number in `runs`. */
      readonly out?: string | undefined;
      /** The folder of a run whose data it must have. */
      readonly dataOf?: string | undefined;
      readonly acceptOtherData?: boolean | undefined;
    }
  | {
      readonly kind: "resume";
      readonly folder: string;
      /** Whether to take the run from a process on another machine that looks alive; default false. */
      readonly takeOver?: boolean | undefined;
      /** Whether to train on other data than before; default: they are refused. */
      readonly acceptOtherData?: boolean | undefined;
    };
