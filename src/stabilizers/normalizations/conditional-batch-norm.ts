/** Batch normalization by class (`conditional-batch-norm`). */
import { z } from "zod";
import { conditionalBatchNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { decay, epsilon } from "./options.ts";

const options = z.strictObject({ epsilon, decay });

/** `conditional-batch-norm` in a config. */
export const conditionalBatchNormMethod = {
  summary: "batch normalization with a scale and shift for each class (Dumoulin et al. 2017)",
  options,
  create: (given) => (context, name, x) => conditionalBatchNorm(context, name, x, given),
  batchwise: true,
  conditional: true,
} as const satisfies NormalizationMethod<typeof options>;
