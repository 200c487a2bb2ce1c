/** Images that claims are tested on. */
import type { DatasetName } from "../../data/index.ts";

/** A data set as claims take it. */
export interface ClaimData {
  /** As `--data` takes it. */
  readonly name: DatasetName;
  /** In words. */
  readonly title: string;
  /** Width and height of the images of small trials, in pixels. */
  readonly size: number;
  /** What a trial sets to be trained on it, over its recipe. */
  readonly set: Readonly<Record<string, unknown>>;
  /** How images are measured: what a trial sets for it, and in words. */
  readonly measure: {
    readonly set: Readonly<Record<string, unknown>>;
    readonly text: string;
  };
}
