/** Every augmentation by the name that a config uses. Adding one is one line here, with its import. */
import { adaMethod } from "./ada.ts";
import type { AugmentationMethod } from "./augmentation.ts";
import { diffaugmentMethod } from "./diffaugment.ts";
import { noAugmentation } from "./none.ts";

export const augmentations = {
  none: noAugmentation,
  diffaugment: diffaugmentMethod,
  ada: adaMethod,
} satisfies Readonly<Record<string, AugmentationMethod>>;
