/** Options that normalizations of activations share. */
import { z } from "zod";

export const epsilon = z.number().positive().default(1e-5).describe("ε, added to the variance");

/** The trainable scale and shift. */
export const affine = {
  scale: z
    .boolean()
    .default(true)
    .describe("whether there is a trainable scale γ (SN-GAN drops it in discriminators)"),
  shift: z.boolean().default(true).describe("whether there is a trainable shift β"),
};

export const decay = z
  .number()
  .min(0)
  .max(1)
  .default(0.9)
  .describe("share of the old running statistics that a training pass keeps");
