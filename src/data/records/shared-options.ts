/** The options that several data sets have. */
import { z } from "zod";
import { limited } from "../../limits.ts";
import { datasetSplits } from "../dataset/index.ts";
import { resizings } from "../pictures/index.ts";
import { adapt, option, place } from "./option.ts";

/** The folder of the data sets. */
export const root = place(
  z.string().min(1).default("./data"),
  "folder that holds the data sets' own folders, such as cifar-10-batches-bin",
);

/** The user's files. */
export const path = place(
  z.string().min(1).optional(),
  "the folder, .zip, .tar or .tar.gz of images; required",
);

/** The part of the set. */
export const split = option(
  z.enum(datasetSplits).default("train"),
  "which part of the data set; all: train and test",
);

/** The sides that square images may have, in pixels. */
export const sides = { least: 8, most: 1024 } as const;

/** The size of square images. */
export const size = option(
  z.int().min(sides.least).max(sides.most).default(32),
  "width and height in pixels (SN-GAN: CIFAR-10 32, STL-10 48)",
);

/** A part of the images. */
export const count = option(
  limited(z.int().min(1), {
    most: 100_000_000,
    because: "the classes and the order of so many are held in memory",
  }).optional(),
  "how many images, evenly spread over the set's files; default all",
);

/** How images come to their size. */
export const resize = option(z.enum(resizings).optional(), "how images come to their size");

/** A note on `resize`: why its default is what it is. */
export const asAuthors = "opencv-bilinear is what the BSN authors' code does";

/** Gray, color, or color with opacity. */
export const channelsOrOpacity = option(
  z.union([z.literal(1), z.literal(3), z.literal(4)]).optional(),
  "1 for gray, 3 for color, 4 for color and opacity (folder alone)",
);

/** Gray or color. */
export const channels = adapt(channelsOrOpacity, { values: [1, 3] });

/** What is cut out of decoded images. */
export const crop = option(
  z.union([z.literal("square"), z.int().min(1).max(8192)]).optional(),
  "what is cut out of the middle of an image before it is resized: the largest square, or a square of so many pixels",
);

/** Room for decoded images. */
export const memory = option(
  z
    .int()
    .min(1)
    .max(2 ** 20)
    .optional(),
  "MiB that the decoded images may take in memory; of a set that would take more, images are decoded as they are needed",
);

/** Which drawings. */
export const seed = option(z.int().default(0), "which set of drawings or points");

/** The number of Gaussians. */
export const modes = option(z.int().min(1).max(1024).optional(), "how many Gaussians");

/** The noise of points. */
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
