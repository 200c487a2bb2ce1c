/** Batch normalization with the statistics of the last iterations (`cross-iteration-batch-norm`). */
import { z } from "zod";
import { crossIterationBatchNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { affine, decay, epsilon } from "./options.ts";

const options = z.strictObject({
  window: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe(
      "iterations whose statistics are used, the present one included (the paper's k; the authors' configs: 4); 1 is batch-norm",
    ),
  compensation: z
    .enum(["taylor", "none"])
    .default("taylor")
    .describe(
      "what makes up for the change of the weights since a past iteration: taylor, the first derivatives of its statistics by the weights of the layers right before (the paper), or none, which uses them as they were (the paper's baseline)",
    ),
  negativeVariance: z
    .enum(["max", "drop"])
    .default("drop")
    .describe(
      "what becomes of a channel of a past iteration whose compensated variance is negative: max counts it as 0, drop leaves that iteration out for the channel (the authors' code)",
    ),
  warmUp: z
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .describe(
      "first iterations of this network that use their own statistics alone, as in batch-norm; after them the window grows from 1",
    ),
  epsilon,
  epsilonPlace: z
    .enum(["inside", "outside"])
    .default("inside")
    .describe(
      "where ε stands: inside the root, √(σ² + ε), as in batch-norm, or outside, √σ² + ε (the authors' code)",
    ),
  decay,
  ...affine,
});

/** `cross-iteration-batch-norm` in a config. */
export const crossIterationBatchNormMethod = {
  summary:
    "batch normalization with the statistics of the last iterations, compensated for the change of the weights (Yao et al. 2021)",
  options,
  create: (given) => (context, name, x) => crossIterationBatchNorm(context, name, x, given),
  batchwise: true,
  unfit: ({ window }, { batchSize }) =>
    batchSize === 1 && window === 1
      ? "must have a window of 2 or more with batches of one example: the statistics of one example alone are no batch's"
      : undefined,
  idle({ window, compensation }) {
    if (window === 1) {
      return {
        options: ["compensation", "negativeVariance", "warmUp"],
        because: "window is 1: no past statistics are used",
      };
    }
    return compensation === "none"
      ? {
          options: ["negativeVariance"],
          because: "compensation is none, and no variance that is not compensated is negative",
        }
      : undefined;
  },
  caution:
    "batch statistics in the discriminator hurt in the comparisons of batch normalization (Miyato et al. 2018, table 2; Kurach et al. 2019); across iterations they were published for classifiers and detectors, not for GANs",
} as const satisfies NormalizationMethod<typeof options>;
