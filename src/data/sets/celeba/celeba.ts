import { decodedOptions } from "../../families/index.ts";
import { adapt, crop, dataset, everySet, squareShape } from "../../records/index.ts";
import { classes, counts, home, openCeleba } from "./open.ts";
import { location } from "./places.ts";

/**
 * CelebA. By default the middle 128 × 128 pixels are resized to `size` by OpenCV's bilinear rule, as in
 * the BSN authors' code.
 */
export const celeba = dataset({
  name: "celeba",
  kind: "images",
  title: "CelebA",
  summary: "Aligned photographs of the faces of 10 177 celebrities; 202 599 in all.",
  shows: "faces",
  imageSize: "178 × 218 RGB; of them the middle 128 × 128 (data.crop), resized to data.size",
  counts,
  license: "For non-commercial research only; the images may not be passed on.",
  citation:
    "Ziwei Liu, Ping Luo, Xiaogang Wang, Xiaoou Tang. Deep Learning Face Attributes in the Wild. " +
    "ICCV 2015.",
  home,
  files: { kind: "by-hand" },
  location,
  options: {
    ...decodedOptions,
    split: adapt(everySet.split, { note: "all has those for validation too" }),
    crop: adapt(crop, { default: 128 }),
  },
  shape: squareShape,
  classes: () => classes,
  open: openCeleba,
});
