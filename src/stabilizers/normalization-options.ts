/** Options of the normalizations of activations, as configs give them. */
import { z } from "zod";

const epsilon = z.number().positive().default(1e-5).describe("ε, added to the variance");
const affine = {
  scale: z
    .boolean()
    .default(true)
    .describe("whether there is a trainable scale γ (SN-GAN drops it in discriminators)"),
  shift: z.boolean().default(true).describe("whether there is a trainable shift β"),
};
const decay = z
  .number()
  .min(0)
  .max(1)
  .default(0.9)
  .describe("share of the old running statistics that a training pass keeps");

/** Options of batch normalization. */
export const batchNormOptions = z.strictObject({ ...affine, epsilon, decay });

/** Options of layer normalization. */
export const layerNormOptions = z.strictObject({ ...affine, epsilon });

/** Options of conditional batch normalization. */
export const conditionalBatchNormOptions = z.strictObject({ epsilon, decay });
