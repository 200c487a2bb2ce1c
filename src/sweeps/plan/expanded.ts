/** A sweep worked out: the complete config of every run. */
import type { Config } from "../../config/index.ts";
import type { Halving } from "./halving.ts";
import type { Point } from "./points.ts";
import type { Search } from "./search.ts";

/** A run of a sweep, before it is anything on a disk. */
export interface ExpandedRun {
  /** Unique in the sweep; the name of its folder. */
  readonly name: string;
  readonly point: Point;
  readonly config: Config;
  /** Of a point that a search has drawn. */
  readonly searched?: { readonly round: number; readonly number: number } | undefined;
}

/** A sweep's runs. */
export interface ExpandedSweep {
  readonly name: string;
  /** All points with the first seed, then with the second, …; of a search those of its first round. */
  readonly runs: readonly ExpandedRun[];
  /** `null`: all runs go to their end. */
  readonly halving: Halving | null;
  /** `null`: all points are known. */
  readonly search: Search | null;
}
