/** Images as arrays of pixels: resizing exactly as common image libraries do. */
export { toColor, toGray } from "./channels.ts";
export { type ImageContent, imageContents, isKindOf } from "./content.ts";
export type { Images, ImageType } from "./image-type.ts";
export { asSeen, layOnWhite, unweightByOpacity, weightByOpacity } from "./opacity.ts";
export { toPixels } from "./pixels.ts";
export type { ImageSize } from "./resampler.ts";
export {
  type ResizeMethod,
  type ResizeOptions,
  type Resizer,
  resize,
  resizeMethods,
  resizer,
  resizeWeights,
} from "./resize.ts";
export { denseWeights, type ResizeWeights } from "./weights.ts";
