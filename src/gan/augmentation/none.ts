/** No augmentation (`none`). */
import { z } from "zod";
import type { AugmentationMethod } from "./augmentation.ts";

const options = z.strictObject({});

/** `none` in a config. */
export const noAugmentation = {
  summary: "the discriminator sees the images as they are",
  options,
  adaptive: false,
  create: () => undefined,
} as const satisfies AugmentationMethod<typeof options>;
