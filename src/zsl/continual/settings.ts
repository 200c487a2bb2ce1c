/** What decides continual learning: the method with its options, and all else. */
import { refusal } from "../../errors.ts";
import type { ZeroShotModel } from "../model/model.ts";
import { type ZeroShotTraining, zeroShotTraining } from "../model/train.ts";
import type { MethodOptions } from "./method.ts";
import { type ContinualName, continualMethod, methodsWith } from "./registry.ts";

/** A method with all its options, and no others; plain data. */
export interface MethodSettings extends Partial<MethodOptions> {
  readonly name: ContinualName;
}

/** What decides the results of continual learning, with its source; plain data. */
export interface ContinualSettings {
  readonly method: MethodSettings;
  /** How many tasks. */
  readonly tasks: number;
  readonly model: ZeroShotModel;
  /** Of each task. */
  readonly training: ZeroShotTraining;
  readonly seeds: readonly number[];
}

/**
 * How each task is trained: 10 epochs in batches of 32 without weight decay as in the authors' code, which has SGD; with
 * Adam at the rate of their notebook.
 */
export const continualTraining: ZeroShotTraining = {
  ...zeroShotTraining,
  ...{ epochs: 10, batchSize: 32, weightDecay: 0 },
};

/** γ of normalized and scaled logits in the paper's continual experiments. */
export const CONTINUAL_SCALE = 10;

/**
 * A method with its options, defaults where none are given.
 *
 * @throws EvenkeelError `CONFIG` for an option that the method does not have, or a number out of range.
 */
export function methodSettings(
  name: ContinualName,
  given: Readonly<Partial<MethodOptions>> = {},
): MethodSettings {
  const { options } = continualMethod(name);
  for (const [key, value] of Object.entries(given) as [keyof MethodOptions, number | undefined][]) {
    if (value === undefined) continue;
    if (options[key] === undefined) {
      const having = methodsWith(key).join(" and ");
      const rule = `must be left out for ${name}, as it belongs to ${having}`;
      throw refusal("CONFIG", { where: key, rule, got: value });
    }
    const { rule, isMet } = ranges[key];
    if (!isMet(value)) throw refusal("CONFIG", { where: key, rule, got: value });
  }
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  return { name, ...options, ...Object.fromEntries(known) };
}

const ranges: Readonly<
  Record<keyof MethodOptions, { readonly rule: string; readonly isMet: (x: number) => boolean }>
> = {
  strength: { rule: "must be a number of at least 0", isMet: (x) => x >= 0 && Number.isFinite(x) },
  keep: { rule: "must be a number in [0, 1]", isMet: (x) => x >= 0 && x <= 1 },
  memory: { rule: "must be a whole number of at least 1", isMet: isCount },
  memoryBatch: { rule: "must be a whole number of at least 1", isMet: isCount },
};

function isCount(x: number): boolean {
  return Number.isInteger(x) && x >= 1;
}
