/** Group normalization (`group-norm`). */
import { z } from "zod";
import { groupNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { affine, epsilon } from "./options.ts";

const options = z.strictObject({
  groups: z
    .int()
    .min(1)
    .max(65536)
    .default(32)
    .describe(
      "groups of neighbouring channels, at most (the paper: 32): of each layer the largest number up to it that divides the channels and leaves a group two numbers or more",
    ),
  epsilon,
  ...affine,
});

/** `group-norm` in a config. */
export const groupNormMethod = {
  summary: "group normalization: of groups of channels of each example (Wu & He 2018)",
  options,
  create: (given) => (context, name, x) => groupNorm(context, name, x, given),
} as const satisfies NormalizationMethod<typeof options>;
