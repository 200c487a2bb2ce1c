import { resolve } from "node:path";
import { z } from "zod";
import type { DataCallbacks, DatasetSplit } from "../../dataset/index.ts";
import { decodedOptions } from "../../families/index.ts";
import {
  decodedSet,
  fits,
  type ImageList,
  measureImages,
  memoryBytes,
  type PictureOptions,
  resamplings,
  surveyImages,
} from "../../pictures/index.ts";
import {
  adapt,
  channelsOrOpacity,
  dataset,
  option,
  path,
  resize,
  seed,
  sides,
} from "../../records/index.ts";
import {
  type FolderLayout,
  folderLayout,
  hasPart,
  imageKinds,
  openSource,
} from "../../sources/index.ts";
import { holdOut } from "./held-out.ts";

const heldOut = option(
  z.int().min(0).max(1_000_000).optional(),
  "how many images are kept from training, chosen at random by data.seed, to compare with: they are the part test",
);

const width = option(
  z.int().min(sides.least).max(sides.most).optional(),
  "width in pixels, where it differs from data.size, which is the height then: 96 and 64 for images 96 high and 64 wide; both multiples of 16",
);
const fit = option(
  z.enum(fits).optional(),
  "how images of other proportions come to theirs: crop, what is beyond them is cut off on both sides; pad, borders of the color background are added; squash, they are stretched",
);
const background = option(
  z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "must be a color such as #ffffff")
    .optional(),
  "the color of transparent places and of borders, #rrggbb in quotes; with data.channels 4 transparent places stay so, and so are borders",
);

/** A folder, zip or tar archive of the user's images. */
export const folder = dataset({
  name: "folder",
  kind: "images",
  title: "Your own images",
  summary: `A folder, zip or tar of ${imageKinds} images; sub-folders are classes.`,
  imageSize:
    "size × size or size × width RGB or RGBA: the middle of each image, or all of it (data.fit)",
  counts: null,
  license: "Whatever holds for the images.",
  citation: null,
  home: null,
  files: { kind: "own" },
  location: "Anywhere; named with data.path.",
  options: {
    ...decodedOptions,
    channels: adapt(channelsOrOpacity, { default: 3 }),
    path,
    resize: adapt(resize, { default: "sharp-cubic", values: resamplings }),
    width,
    fit: adapt(fit, { default: "crop" }),
    background: adapt(background, { default: "#ffffff" }),
    heldOut: adapt(heldOut, { default: 0 }),
    seed: adapt(seed, { note: "which images are held out" }),
  },
  rules: [
    {
      keys: ["path"],
      broken: (values) =>
        values.path === undefined
          ? "must name the folder or archive of images when data.name is folder (--set data.path=PATH)"
          : undefined,
    },
    {
      keys: ["width", "size"],
      broken({ width, size }) {
        if (width === undefined || width === size) return undefined;
        const odd = [size, width].some((side) => side % 16 !== 0);
        return odd ? `must be, as data.size (${size}), a multiple of 16` : undefined;
      },
    },
    {
      keys: ["crop", "width", "fit"],
      broken: ({ crop, width, size, fit }) =>
        crop !== "square" && (fit !== "crop" || (width !== undefined && width !== size))
          ? "must be square where data.fit is not crop, or data.width differs from data.size"
          : undefined,
    },
    {
      keys: ["heldOut", "split"],
      broken: (values) =>
        values.heldOut > 0 && values.split === "all"
          ? "must be 0 when data.split is all, which is trained on the part test as well"
          : undefined,
    },
  ],
  shape: ({ channels, size, width = size }) => [channels, size, width],
  classes: () => undefined,
  async open(values, context) {
    return decodedSet(await listFolder(values, context), values, context);
  },
  async measure(values, context) {
    return measureImages(await listFolder(values, context), context);
  },
  async survey(values, context) {
    const list = await listFolder({ ...values, heldOut: 0 }, context);
    return surveyImages(list, hasPart(list.source, "test"), context);
  },
});

interface FolderOptions extends Pick<PictureOptions, "memory"> {
  readonly path: string | undefined;
  readonly split: Exclude<DatasetSplit, "unlabeled">;
  readonly heldOut: number;
  readonly seed: number;
}

/**
 * The images in the order of their paths.
 *
 * Sub-folders are classes, or `train` and `test` with classes inside: see `folderLayout`. Where images are
 * held out, the part `test` is those, whatever folders there are: see `holdOut`. How a file becomes `size` ×
 * `size` RGB: see `decodeImage`. Whether they are held in memory or decoded as they are needed, and what
 * happens to broken files: see `decodedSet`.
 *
 * @throws EvenkeelError `DATA` for a missing or damaged folder or archive, or one without images; `CONFIG`
 *   where so many cannot be held out.
 */
async function listFolder(options: FolderOptions, callbacks: DataCallbacks): Promise<ImageList> {
  const source = await openSource(resolve(options.path as string), memoryBytes(options), callbacks);
  const list = (layout: FolderLayout): ImageList => ({
    ...layout,
    name: "folder",
    source,
    notes: [...source.notes, ...layout.notes],
  });
  if (options.heldOut === 0) return list(folderLayout(source, options.split));
  const parts = holdOut(folderLayout(source, "train"), source.images, options);
  if (options.split === "test") return list(parts.heldOut);
  const apart = Array.from(parts.heldOut.images, (image) => source.images[image] as string);
  return { ...list(parts.training), heldOut: apart };
}
