/** The type of what can be evaluated. */
import type { DatasetOptions } from "../../data/index.ts";
import type { Counters } from "../../gan/index.ts";
import type { EvaluationRecord } from "../results/index.ts";
import type { ImageSource } from "./image-source.ts";

/** Generated images, and what is known about their origin. */
export interface Subject {
  readonly about: EvaluationRecord["subject"];
  readonly source: ImageSource;
  /**
   * The name of each class of the images, or how many classes there are where the names are unknown;
   * `undefined` for an unconditional generator.
   */
  readonly classes: readonly string[] | number | undefined;
  /** The progress of training; `null` if unknown. */
  readonly counters: Partial<Counters> | null;
  /** The data that the generator was trained on, if known. */
  readonly data: DatasetOptions | undefined;
  /** Whether the generator was trained on mirrored images as well; default false. */
  readonly flips?: boolean | undefined;
  /** Limits on the use of results, one sentence each. */
  readonly notes: readonly string[];
  release(): Promise<void>;
}
