/** What is chosen for a run, and why. */
import type { ImagePresetName, ImageSize } from "../config/images/index.ts";
import type { ImageSurvey } from "../data/dataset/index.ts";
import type { ReadRequest } from "./request.ts";

/** One thing that is chosen for a run, with its reason. */
export interface Choice {
  /** What it is, in a word or two. */
  readonly what: string;
  /** What was chosen. */
  readonly chosen: string;
  readonly reason: string;
  /** The keys of the config that it stands for, with their values. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether `chosen` and `reason` already say what was asked for; otherwise they are replaced by it. */
  readonly saysAsked?: true;
}

/** A run's networks, as far as their cost depends on it. */
export interface Variant {
  readonly size: ImageSize;
  readonly channels: 1 | 3 | 4;
  readonly batchSize: number;
  readonly preset: ImagePresetName;
}

/** The machine that a run is meant for. */
export interface Machine {
  /** How many threads it computes with. */
  readonly cores: number;
  /** Bytes that a process may take. */
  readonly memory: number;
  /** Seconds of a generator step with its discriminator steps; `undefined` where that need not be known. */
  readonly secondsOf: ((variant: Variant) => number) | undefined;
  /** How the seconds are known, in words that follow them. */
  readonly timedBy: string;
  /** Bytes that a training process takes, without the images. */
  bytesOf(variant: Variant): number;
}

/** Everything that choices follow from. */
export interface Facts {
  readonly survey: ImageSurvey;
  readonly machine: Machine;
  readonly request: ReadRequest;
}

/** What the settings are once some have been chosen: of a key the value that was asked for, else that chosen. */
export type SettingsSoFar = (key: string) => unknown;

/** Chooses something, given what was chosen before. */
export type Rule = (facts: Facts, soFar: SettingsSoFar) => Choice;
