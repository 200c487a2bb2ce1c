/** Random transforms of real and generated images before the discriminator sees them. */
export { ada } from "./ada.ts";
export type {
  Augmentation,
  AugmentationMethod,
  ImagesShape,
  Transform,
} from "./augmentation.ts";
export { augmented } from "./augmented.ts";
export { type AugmentationState, type Augmenter, createAugmenter, SIGN } from "./augmenter.ts";
export { diffaugment } from "./diffaugment.ts";
export { augmentations } from "./registry.ts";
export { type Steering, type SteeringState, steeringState } from "./steering.ts";
