/** Samples of trained generators: which images, walks between them, and their files. */
export { type ImageName, imageNameText, parseImageNames } from "./image-names.ts";
export { betweenOf, interpolationNoise } from "./interpolation.ts";
export {
  type GeneratedImages,
  type ImageRequest,
  type OpenGenerator,
  openGenerator,
} from "./open-generator.ts";
export type { Sampled, SampleRequest } from "./request.ts";
export { sampleRun } from "./sample.ts";
export { type KeyImages, type Walk, walkThrough } from "./walk.ts";
