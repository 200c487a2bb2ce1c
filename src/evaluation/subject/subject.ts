/** What can be measured. */
import type { DatasetOptions } from "../../data/index.ts";
import type { Counters } from "../../gan/index.ts";
import type { EvaluationRecord } from "../results/index.ts";
import type { ImageSource } from "./image-source.ts";

/** Generated images, and what is known about where they come from. */
export interface Subject {
  readonly about: EvaluationRecord["subject"];
  readonly source: ImageSource;
  /** How far training had come; `null` where that is unknown. */
  readonly counters: Partial<Counters> | null;
  /** The data that the generator was trained on, where that is known. */
  readonly data: DatasetOptions | undefined;
  /** What limits the use of results, one sentence each. */
  readonly notes: readonly string[];
  release(): Promise<void>;
}
