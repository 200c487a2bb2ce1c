/** Batch normalization by class (`conditional-batch-norm`). */
import { z } from "zod";
import { batchNorm, conditionalBatchNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { decay, epsilon } from "./options.ts";

const last = z
  .enum(["by-class", "plain"])
  .optional()
  .describe(
    "a generator's last normalization, before the layer that makes the images: by-class like the others, or plain, with one scale and shift for all classes (the SN-GAN authors' code; a generator's only one stays by class); default by-class",
  );
const options = z.strictObject({ epsilon, decay, last });

/** `conditional-batch-norm` in a config. */
export const conditionalBatchNormMethod = {
  summary: "batch normalization with a scale and shift for each class (Dumoulin et al. 2017)",
  options,
  create:
    ({ last: _, ...given }) =>
    (context, name, x) =>
      conditionalBatchNorm(context, name, x, given),
  last: ({ last: kind, ...given }) =>
    kind === "plain" ? (context, name, x) => batchNorm(context, name, x, given) : undefined,
  batchwise: true,
  conditional: true,
} as const satisfies NormalizationMethod<typeof options>;
