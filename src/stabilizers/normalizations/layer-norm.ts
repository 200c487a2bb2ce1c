/** Layer normalization (`layer-norm`). */
import { z } from "zod";
import { layerNorm } from "../../nn/index.ts";
import type { NormalizationMethod } from "../method.ts";
import { affine, epsilon } from "./options.ts";

const options = z.strictObject({ ...affine, epsilon });

/** `layer-norm` in a config. */
export const layerNormMethod = {
  summary: "layer normalization: of each example over all its numbers (Ba et al. 2016)",
  options,
  create: (given) => (context, name, x) => layerNorm(context, name, x, given),
} as const satisfies NormalizationMethod<typeof options>;
