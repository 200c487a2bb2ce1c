/** The options of `evenkeel zsl`, and what a model and a training are asked for with them. */

import type { ContinualName, MethodOptions } from "../../zsl/continual/index.ts";
import type {
  LastInitialization,
  ModelRequest,
  StandardizationDivisor,
  ZeroShotRequest,
  ZeroShotTraining,
} from "../../zsl/index.ts";
import { type ZslPart, zslParts } from "./parts.ts";

/** The command's options; the numbers of a method only with `continual`. */
export interface ZslFlags extends Partial<MethodOptions> {
  readonly with?: readonly ZslPart[];
  readonly divideBy: StandardizationDivisor;
  readonly lastInit: Exclude<LastInitialization, "he">;
  readonly scale?: number;
  readonly depth: number;
  readonly hidden?: number;
  readonly lastRelu: boolean;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate: number;
  readonly decayEvery: number;
  readonly weightDecay?: number;
  readonly seenFactor: number;
  readonly seenBias: number | "auto";
  readonly irregularity?: true;
  readonly seed: number;
  readonly seeds: number;
  readonly drawings?: number;
  readonly unseen?: number;
  readonly threads: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly continual?: ContinualName;
  readonly tasks?: number;
}

/** The model that is asked for. */
export function modelOf(flags: ZslFlags, scale: number): ModelRequest {
  const parts = flags.with ?? zslParts;
  const has = (part: ZslPart) => parts.includes(part);
  return {
    ...{ depth: flags.depth, hidden: flags.hidden, lastRelu: flags.lastRelu },
    scale: has("ns") ? (flags.scale ?? scale) : null,
    normalizeAttributes: has("an"),
    standardization: has("cs") ? flags.divideBy : null,
    initialization: has("init") ? flags.lastInit : "he",
  };
}

/** The training that is asked for. */
export function trainingOf(flags: ZslFlags, defaults: ZeroShotTraining): ZeroShotTraining {
  const { epochs, batchSize, learningRate, decayEvery, weightDecay } = flags;
  return {
    epochs: epochs ?? defaults.epochs,
    batchSize: batchSize ?? defaults.batchSize,
    ...{ learningRate, decayEvery },
    weightDecay: weightDecay ?? defaults.weightDecay,
  };
}

/** The options of the built-in set that are asked for. */
export function shapesOf({ drawings, unseen }: ZslFlags): ZeroShotRequest["shapes"] {
  if (drawings === undefined && unseen === undefined) return undefined;
  return {
    ...(drawings !== undefined && { training: drawings, test: drawings }),
    ...(unseen !== undefined && { unseen }),
  };
}

/** The seeds that are asked for. */
export function seedsOf({ seed, seeds }: ZslFlags): readonly number[] {
  return Array.from({ length: seeds }, (_, i) => seed + i);
}
