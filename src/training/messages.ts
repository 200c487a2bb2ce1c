/** What a training process tells the one that watches it; plain data that crosses threads. */
import type { Verdict } from "../analysis/health/index.ts";
import type { Config } from "../config/index.ts";
import type { EvaluationProgress } from "../evaluation/index.ts";
import type { WorkProgress } from "../files/index.ts";
import type { Counters, EndReason, Measures } from "../gan/index.ts";
import type { Forecast } from "./forecast-result.ts";
import type { Start } from "./start.ts";

/** What to train. */
export type TrainingRequest =
  | {
      readonly kind: "train";
      readonly config: Config;
      readonly start: Start;
      /** The generator step after which it stops, saved, to be resumed later; default: its end. */
      readonly until?: number | undefined;
    }
  | { readonly kind: "dry-run"; readonly config: Config };

/** How far and how fast. */
export interface Progress {
  readonly counters: Counters;
  /** Those of the step, and of the last evaluation `evaluate/fid` or the like. */
  readonly measures: Measures;
  /** Real images a second, over the last seconds; `null` at first. */
  readonly imagesPerSecond: number | null;
  /** Seconds to the end at this speed; `null` at first. */
  readonly secondsLeft: number | null;
  /** `null` where nothing is measured that tells of it. */
  readonly verdict: Verdict | null;
}

export type TrainingMessage =
  | { readonly type: "phase"; readonly text: string }
  | { readonly type: "data"; readonly progress: WorkProgress }
  | { readonly type: "note"; readonly text: string }
  /** What is doubtful about the config; every run of the same config says the same. */
  | { readonly type: "warning"; readonly text: string }
  | { readonly type: "folder"; readonly path: string; readonly attempt: number }
  | ({ readonly type: "progress" } & Progress)
  /** How far an evaluation has come, training waiting for it. */
  | { readonly type: "evaluating"; readonly progress: EvaluationProgress }
  | { readonly type: "saved"; readonly what: "checkpoint" | "samples"; readonly path: string }
  | { readonly type: "forecast"; readonly forecast: Forecast }
  | { readonly type: "end"; readonly outcome: TrainingOutcome };

/** How a run ended. */
export interface TrainingOutcome {
  readonly reason: EndReason;
  readonly folder: string;
  readonly counters: Counters;
  /** The newest sample grid of this attempt; `null` when it drew none. */
  readonly samples: string | null;
  /** Seconds of training, all attempts together. */
  readonly seconds: number;
  /** `null` where nothing was measured that tells of it. */
  readonly verdict: Verdict | null;
}

/** Told what happens, in order. */
export type Report = (message: TrainingMessage) => void;
