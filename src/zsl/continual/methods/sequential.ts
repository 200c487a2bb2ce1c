/** Tasks one after the other, with nothing against forgetting (`sequential`). */
import type { ContinualMethod } from "../method.ts";

/** Goes on with the parameters of the task before. */
export const sequential: ContinualMethod = {
  summary: "one task after the other, nothing against forgetting",
  options: {},
  joint: false,
};
