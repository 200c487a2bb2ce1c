/** No normalization (`none`). */
import { z } from "zod";
import type { NormalizationMethod } from "../method.ts";

const options = z.strictObject({});

/** `none` in a config. */
export const noNormalization = {
  summary: "none",
  options,
  create: (_options: object) => (_context, _name, x) => x,
} as const satisfies NormalizationMethod<typeof options>;
