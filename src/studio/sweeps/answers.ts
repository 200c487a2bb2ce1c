/** What the studio's server says of sweeps. All of it is JSON. */
import type { ConfigValue } from "../api.ts";

/** An axis of a sweep. */
export interface SweepAxis {
  /** The config key that it sets, of several that always have the same value the first. */
  readonly key: string;
  readonly keys: readonly string[];
  /** A short name that no other axis of the sweep has. */
  readonly label: string;
}

/** A measure that runs have come to; values of other steps, protocols or extractors are another measure. */
export interface SweepMeasure {
  /** Names it in addresses: its name, protocol and extractor, and its step. */
  readonly key: string;
  /** As short as it is told from the others. */
  readonly title: string;
  readonly gStep: number;
  readonly better: "lower" | "higher" | null;
  /** Whether a table shows it without being asked. */
  readonly isShown: boolean;
}

/** The values of a point's seeds in one measure. */
export interface SweepBand {
  readonly runs: number;
  readonly median: number;
  readonly mean: number;
  /** Sample standard deviation; `null` for a single run. */
  readonly std: number | null;
  readonly least: number;
  readonly most: number;
}

/** A combination of the axes' values. */
export interface SweepPoint {
  /** By keys of axes; lists and groups in words, nothing where an axis does not apply. */
  readonly values: Readonly<Record<string, ConfigValue>>;
  /** Of a point that a search has drawn: its number in its group, from 1. */
  readonly number: number | null;
  /** By keys of measures. */
  readonly results: Readonly<Record<string, SweepBand>>;
}

/** A run of a sweep. */
export interface SweepRunAnswer {
  readonly name: string;
  /** Its `id` in the list of runs; `null` until it has begun. */
  readonly id: string | null;
  /** The place of its point. */
  readonly point: number;
  readonly seed: number;
  /** A state of `evenkeel sweep status`. */
  readonly state: string;
  readonly gStep: number;
  readonly steps: number;
  readonly secondsLeft: number | null;
  /** Why it ended or waits; which process trains it. */
  readonly reason: string | null;
  /** The generator steps that samples are there of, ascending. */
  readonly samples: readonly number[];
  /** By keys of measures: what it came to, empty until it has ended; of a halved sweep its metric at the rungs too. */
  readonly values: Readonly<Record<string, number>>;
}

/** The standings of a halved sweep at one step. */
export interface SweepRung {
  readonly step: number;
  readonly isDecided: boolean;
  /** The best first. `fate`: whether it continues, is out, or is not decided. */
  readonly contenders: readonly {
    readonly point: number;
    readonly value: number | null;
    readonly fate: "on" | "out" | "open";
  }[];
}

/** By what points are compared. */
export interface SweepGoal {
  readonly metric: string;
  readonly mode: "min" | "max";
}

/** A search at one combination of the axes that are not searched. */
export interface SweepSearchGroup {
  /** That combination in words. */
  readonly text: string;
  readonly rounds: readonly {
    readonly round: number;
    readonly points: number;
    /** Points of which all seeds have ended. */
    readonly ended: number;
    /** The best point up to here; `null` until one has a value. */
    readonly best: {
      readonly number: number;
      readonly value: number;
      /** What was drawn for it, in words. */
      readonly text: string;
    } | null;
  }[];
}

/** A sweep, whole. */
export interface SweepAnswer {
  /** Names the sweep in addresses: the name of its root and its path below it, such as `runs/0002-grid`. */
  readonly id: string;
  readonly name: string;
  /** The absolute path of its folder. */
  readonly folder: string;
  /** Commands for this sweep. */
  readonly commands: readonly string[];
  /** How many runs are in each state that there is one in, as `evenkeel sweep status` orders them. */
  readonly counts: readonly { readonly state: string; readonly count: number }[];
  /** Whether a run is trained or waits in a cluster's queue. */
  readonly isMoving: boolean;
  /** Why the cluster could not be asked; `null`: it was, or there is none. */
  readonly problem: string | null;
  readonly axes: readonly SweepAxis[];
  readonly points: readonly SweepPoint[];
  readonly measures: readonly SweepMeasure[];
  readonly runs: readonly SweepRunAnswer[];
  /** The rungs up to the first that is not decided; `null` unless the sweep is halved. */
  readonly halving:
    | (SweepGoal & { readonly lastStep: number; readonly rungs: readonly SweepRung[] })
    | null;
  /** `null` unless the sweep is searched by a metric. */
  readonly search:
    | (SweepGoal & {
        readonly method: string;
        readonly rounds: number;
        readonly groups: readonly SweepSearchGroup[];
      })
    | null;
}
