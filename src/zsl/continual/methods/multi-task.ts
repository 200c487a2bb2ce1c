/** All examples so far in every task (`multi-task`). */
import type { ContinualMethod } from "../method.ts";

/** Trains on the examples of all tasks so far: what the other methods, which may not do so, can be measured by. */
export const multiTask: ContinualMethod = {
  summary: "the examples of all tasks so far, as a bound",
  options: {},
  joint: true,
};
