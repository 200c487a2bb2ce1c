/** Options that initializers share. */
import { z } from "zod";

/** Of the initializers by a normal distribution. */
export const stdOptions = z.strictObject({
  std: z.number().positive().default(0.02).describe("standard deviation (the papers' code: 0.02)"),
});

/** Of those with a factor on the weights. */
export const gainOptions = z.strictObject({
  gain: z.number().positive().default(1).describe("factor on the weights"),
});
