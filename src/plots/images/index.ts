/** Images as pictures: grids, contact sheets and animations. */
export { type AnimationFormat, animation, animationFormats } from "./animation.ts";
export { contactSheet } from "./contact-sheet.ts";
export {
  type ImageBatch,
  type ImageGrid,
  imageGrid,
  imagePng,
} from "./image-grid.ts";
