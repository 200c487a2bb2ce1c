/** What a sweep is made of: its description, axes and runs. */
export { type CostClass, costClasses } from "./cost.ts";
export { parseSweep, readSweepFile, type SweepFile } from "./describe.ts";
export { expandSweep, type PlannedPoint, runsOfPoints } from "./expand.ts";
export type { ExpandedRun, ExpandedSweep } from "./expanded.ts";
export { type Halving, halvedCost, rungsOf, survivors } from "./halving.ts";
export { labelOf, pointText, valueText } from "./naming.ts";
export type { Point } from "./points.ts";
export { type SweepDescription, sweepSchema } from "./schema.ts";
export { groupOf, numbered, type Search, searchedPoint, searchedValues } from "./search.ts";
export {
  parseSlurmOptions,
  type SlurmInput,
  type SlurmOptions,
  slurmSchema,
} from "./slurm-options.ts";
