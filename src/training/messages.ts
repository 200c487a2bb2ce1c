/** The messages that a training process sends to its observer; plain data that crosses threads. */
import type { Verdict } from "../analysis/health/index.ts";
import type { Config } from "../config/index.ts";
import type { EvaluationProgress } from "../evaluation/index.ts";
import type { WorkProgress } from "../files/index.ts";
import type { Counters, EndReason, Measures } from "../gan/index.ts";
import type { Forecast } from "./forecast/result.ts";
import type { Start } from "./start.ts";

/** What to train. */
export type TrainingRequest =
  | {
      readonly kind: "train";
      readonly config: Config;
      readonly start: Start;
      /**
       * The generator step after which training is saved and stops, to be resumed later; default: the last.
       */
      readonly until?: number | undefined;
      /** The folder that relative paths of the config start from; default: the working folder. */
      readonly workingFolder?: string | undefined;
    }
  | { readonly kind: "dry-run"; readonly config: Config };

/** The progress and speed of a run. */
export interface Progress {
  readonly counters: Counters;
  /** The measures of the step, and those of the last evaluation, such as `evaluate/fid`. */
  readonly measures: Measures;
  /** Real images per second, over the last few seconds; `null` at first. */
  readonly imagesPerSecond: number | null;
  /** Seconds to the end at this speed; `null` at first. */
  readonly secondsLeft: number | null;
  /** `null` if nothing is measured that indicates the run's health. */
  readonly verdict: Verdict | null;
}

export type TrainingMessage =
  | { readonly type: "phase"; readonly text: string }
  | { readonly type: "data"; readonly progress: WorkProgress }
  | { readonly type: "note"; readonly text: string }
  /** A doubtful setting of the config; the same for every run of the config. */
  | { readonly type: "warning"; readonly text: string }
  | { readonly type: "folder"; readonly path: string; readonly attempt: number }
  | ({ readonly type: "progress" } & Progress)
  /** The progress of an evaluation, while training waits for it. */
  | { readonly type: "evaluating"; readonly progress: EvaluationProgress }
  | { readonly type: "saved"; readonly what: "checkpoint" | "samples"; readonly path: string }
  | { readonly type: "forecast"; readonly forecast: Forecast }
  | { readonly type: "end"; readonly outcome: TrainingOutcome };

/** The outcome of a run. */
export interface TrainingOutcome {
  readonly reason: EndReason;
  readonly folder: string;
  readonly counters: Counters;
  /** The newest sample grid of this attempt; `null` if there is none. */
  readonly samples: string | null;
  /** Seconds of training, including earlier attempts. */
  readonly seconds: number;
  /** `null` if nothing was measured that indicates the run's health. */
  readonly verdict: Verdict | null;
}

/** Receives the messages, in order. */
export type Report = (message: TrainingMessage) => void;
