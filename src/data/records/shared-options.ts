/** The options that several data sets have. */
import { z } from "zod";
import { datasetSplits } from "../dataset/index.ts";
import { resizings } from "../pictures/index.ts";
import { adapt, option } from "./option.ts";

export const root = option(
  z.string().min(1).default("./data"),
  "folder that holds the data sets' own folders, such as cifar-10-batches-bin",
);

export const path = option(
  z.string().min(1).optional(),
  "the folder, .zip, .tar or .tar.gz of images; required",
);

export const split = option(
  z.enum(datasetSplits).default("train"),
  "which part of the data set; all: train and test",
);

export const size = option(
  z.int().min(8).max(1024).default(32),
  "width and height in pixels (SN-GAN: CIFAR-10 32, STL-10 48)",
);

export const count = option(
  z
    .int()
    .min(1)
    .max(2 ** 31)
    .optional(),
  "how many images; of sets that are read, a part that is evenly spread over their files",
);

export const resize = option(z.enum(resizings).optional(), "how images come to their size");

export const channels = option(
  z.union([z.literal(1), z.literal(3)]).optional(),
  "1 for gray, 3 for color",
);

export const crop = option(
  z.union([z.literal("square"), z.int().min(1).max(8192)]).optional(),
  "what is cut out of the middle of an image before it is resized: the largest square, or a square of so many pixels",
);

export const memory = option(
  z
    .int()
    .min(1)
    .max(2 ** 20)
    .optional(),
  "MiB that the decoded images may take in memory; of a set that would take more, images are decoded as they are needed",
);

export const seed = option(z.int().default(0), "which set of drawings or points");

export const modes = option(z.int().min(1).max(1024).optional(), "how many Gaussians");

export const std = option(
  z.number().positive().max(1).optional(),
  "standard deviation of the noise along either axis",
);

/** The options of every set; `split` has a set's own values. */
export const everySet = {
  root,
  split: adapt(split, { values: ["train", "test", "all"] }),
  count,
};
