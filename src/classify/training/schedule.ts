/** How the learning rate changes during training. */
import { z } from "zod";

const share = z.number().min(0).max(1);

/** A schedule in settings. */
export const scheduleSchema = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("constant").describe("constant throughout") }),
  z.strictObject({
    name: z.literal("steps").describe("falls by a factor, again and again"),
    at: z
      .array(share)
      .min(1)
      .max(64)
      .default([0.5, 0.75])
      .describe("when, as shares of all steps (He et al. 2016: 0.5, 0.75)"),
    factor: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("what it is multiplied by each time"),
  }),
  z.strictObject({
    name: z.literal("cosine").describe("falls to 0 along half a cosine (Loshchilov & Hutter 2017)"),
  }),
]);

/** How the learning rate changes. */
export type Schedule = z.output<typeof scheduleSchema>;

/**
 * What the learning rate of a step is multiplied by.
 *
 * @param step counted from 1, at most `steps`.
 * @param warmUp the first so many steps rise along a line: step i of them has i/(warmUp + 1) of its rate.
 */
export function scheduled(
  schedule: Schedule,
  {
    step,
    steps,
    warmUp,
  }: { readonly step: number; readonly steps: number; readonly warmUp: number },
): number {
  const rise = Math.min(1, step / (warmUp + 1));
  switch (schedule.name) {
    case "constant":
      return rise;
    case "steps": {
      const falls = schedule.at.filter((at) => step - 1 >= at * steps).length;
      return rise * schedule.factor ** falls;
    }
    case "cosine":
      return (rise * (1 + Math.cos((Math.PI * (step - 1)) / steps))) / 2;
  }
}
