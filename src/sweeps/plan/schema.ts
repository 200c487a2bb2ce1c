/** What a sweep's file may hold. */
import { z } from "zod";
import { RUN_NAME, RUN_NAME_RULE } from "../../config/index.ts";
import { limited } from "../../limits.ts";
import { distributionSchema } from "../search/index.ts";
import { slurmSchema } from "./slurm-options.ts";

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const range = z.strictObject({
  from: z.number().describe("the first value"),
  to: z.number().describe("the last value"),
  count: z.int().min(2).max(10_000).optional().describe("how many values, both ends included"),
  step: z.number().positive().optional().describe("or the distance of two values"),
  scale: z
    .enum(["linear", "log"])
    .default("linear")
    .describe("log: neighbors have the same ratio instead of the same distance"),
});

const axis = z.strictObject({
  key: z.string().min(1).optional().describe("a config key with its whole path"),
  keys: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("instead of key: several keys that always have the same value"),
  values: z.array(z.unknown()).min(1).optional().describe("the key's values, one after another"),
  range: range.optional().describe("or numbers from one to another"),
  distribution: distributionSchema.optional().describe("or values that are drawn"),
  zip: z
    .record(z.string(), z.array(z.unknown()).min(1))
    .optional()
    .describe("instead of key: several keys, whose first values go together, then the second"),
  where: z
    .record(z.string(), z.union([scalar, z.array(scalar)]))
    .optional()
    .describe("the axis is there only where keys of earlier axes have one of these values"),
});

const halving = z.strictObject({
  metric: z.string().min(1).describe("a measure of metrics.jsonl, such as evaluate/fid or loss/d"),
  mode: z.enum(["min", "max"]).describe("whether a low value is good, or a high one"),
  keep: limited(z.number().gt(0), { most: 0.99, because: "the rungs would hardly differ" })
    .default(0.5)
    .describe("the part of the points that continues at each rung"),
  first: z.int().min(1).describe("generator steps of the first rung; then 1/keep times as many"),
});

const search = z.strictObject({
  method: z
    .enum(["random", "gaussian-process"])
    .describe(
      "random: all points are drawn beforehand; gaussian-process: those of a round follow from the results of the rounds before",
    ),
  points: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe("points of a round, at each combination of the axes that are not drawn"),
  rounds: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe("of gaussian-process; default 12, as in Kurach et al. 2019"),
  seed: z.int().default(0).describe("determines what is drawn"),
  metric: z
    .string()
    .min(1)
    .optional()
    .describe("a measure of metrics.jsonl by which points are compared; default none"),
  mode: z.enum(["min", "max"]).optional().describe("whether a low value is good, or a high one"),
});

/** A sweep: one base config, and how its runs differ. */
export const sweepSchema = z.strictObject({
  name: z.string().regex(RUN_NAME, RUN_NAME_RULE).optional().describe("default: the file's name"),
  base: z.string().min(1).describe("a recipe, or a config file (relative to this file)"),
  set: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("config keys that all runs share, such as steps: 300"),
  axes: z.array(axis).default([]).describe("what differs: every value with every other axis's"),
  seeds: z
    .union([z.int().min(1).max(10_000), z.array(z.int()).min(1)])
    .default(1)
    .describe("how many, from the base's seed on, or a list"),
  runName: z
    .string()
    .min(1)
    .optional()
    .describe("such as {learningRate}-s{seed}; default: all axes, then the seed"),
  budget: z
    .strictObject({
      hours: z.number().positive().optional().describe("of training, all runs together"),
    })
    .default({})
    .describe("where to stop: running runs are saved, the others stay queued"),
  slurm: slurmSchema.prefault({}).describe("what is asked of Slurm, with --on slurm"),
  search: search
    .optional()
    .describe("axes with a distribution are not a grid: their values are searched together"),
  halving: halving
    .optional()
    .describe("all points train a little, the better part continues, and so on"),
});

/** A sweep's file, defaults included. */
export type SweepDescription = Readonly<z.output<typeof sweepSchema>>;
/** One axis of it. */
export type AxisDescription = Readonly<z.output<typeof axis>>;
/** Numbers from one to another. */
export type RangeDescription = Readonly<z.output<typeof range>>;
/** Successive halving. */
export type HalvingDescription = Readonly<z.output<typeof halving>>;
/** A search of the axes that have a distribution. */
export type SearchDescription = Readonly<z.output<typeof search>>;
