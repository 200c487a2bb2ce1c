/** Sets whose images are files to decode. */
import { resamplings } from "../pictures/index.ts";
import {
  adapt,
  asAuthors,
  channels,
  crop,
  everySet,
  memory,
  resize,
  size,
} from "../records/index.ts";

/** The options of every set of image files. */
export const decodedOptions = {
  ...everySet,
  size,
  channels: adapt(channels, { default: 3 }),
  crop: adapt(crop, { default: "square" }),
  resize: adapt(resize, { default: "opencv-bilinear", values: resamplings, note: asAuthors }),
  memory: adapt(memory, { default: 2048 }),
};
