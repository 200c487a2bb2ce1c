/** Settings of runs on images of one's own, by size and preset, and what they are read and made with. */

export { runNameFrom } from "../run-name.ts";
export { type Setting, setSource } from "../sources.ts";
export { recipeSideOf } from "./networks.ts";
export {
  type ImagePresetName,
  imageConfig,
  imageIntervals,
  imageMetrics,
  imagePresets,
  imageSettings,
  roundedDown,
} from "./settings.ts";
export { type ImageSize, imageSizeProblem, recipeSides, square } from "./sizes.ts";
