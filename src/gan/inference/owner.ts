/** Which of a generator's weights its images are drawn with. */
import type { GanModel } from "../model.ts";
import type { Owner } from "../state.ts";

/** Whose tensors in the state inference reads: those of the averaged weights, where there are any. */
export function samplingOwner({ definition }: GanModel): Extract<Owner, "generator" | "ema"> {
  return definition.generator.ema > 0 ? "ema" : "generator";
}
