/** Runs on images of one's own: their settings follow from the images and the machine. */
export type { Choice, Facts, Machine, Variant } from "./choice.ts";
export { type OwnImages, type OwnImagesCallbacks, ownImagesConfig } from "./config.ts";
export { type Derived, derive } from "./derive.ts";
export { type AlphaWay, type OwnImagesRequest, readRequest } from "./request.ts";

export { type SizeTime, timesBySize } from "./times.ts";
export { type TrainImagesOptions, trainImages } from "./train.ts";
