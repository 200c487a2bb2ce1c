/** Limits on numbers that users give, each with its reason. */
import type { z } from "zod";

/** The largest value of a number, and why there is one. */
export interface Limit {
  readonly most: number;
  /** What larger values would cost: a part of a sentence. */
  readonly because: string;
}

/** For numbers whose largest value costs no more than a small one. */
export const COSTS_NOTHING: Limit = {
  most: Number.MAX_SAFE_INTEGER,
  because: "larger numbers are not exact",
};

/** Of generator steps. */
export const STEPS: Limit = {
  most: 1_000_000_000,
  because: "at a thousand steps a second they take 12 days",
};

/** Of runs that are made at once. */
export const RUNS: Limit = {
  most: 10_000,
  because: "each is a run with a folder and files of its own",
};

/** Of the pixels of a picture. */
export const PIXELS: Limit = {
  most: 2 ** 27,
  because: "hardly any program opens larger pictures",
};

/** A number's schema with a limit, whose reason the refusal of a larger number tells. */
export function limited<Schema extends z.ZodInt | z.ZodNumber>(
  schema: Schema,
  { most, because }: Limit,
): Schema {
  return schema.max(most).meta({ because }) as Schema;
}
