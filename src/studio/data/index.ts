/** Data sets in the studio: those that runs are trained on, and a look at any. */
export { type Checks, createChecks } from "./checks.ts";
export { dataSets } from "./sets.ts";
export { usedData } from "./used.ts";
