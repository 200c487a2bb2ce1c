/** Batch normalization (`batch-norm`). */
import { z } from "zod";
import { batchNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { affine, decay, epsilon } from "./options.ts";

const options = z.strictObject({ ...affine, epsilon, decay });

/** `batch-norm` in a config. */
export const batchNormMethod = {
  summary: "batch normalization (Ioffe & Szegedy 2015)",
  options,
  create: (given) => (context, name, x) => batchNorm(context, name, x, given),
  batchwise: true,
  caution:
    "batch normalization in the discriminator hurt in the comparisons (Miyato et al. 2018, table 2; Kurach et al. 2019)",
} as const satisfies NormalizationMethod<typeof options>;
