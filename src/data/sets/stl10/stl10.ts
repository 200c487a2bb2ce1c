import { resizeMethods } from "../../../images/index.ts";
import { datasetSplits } from "../../dataset/index.ts";
import {
  adapt,
  asAuthors,
  channels,
  dataset,
  everySet,
  resize,
  size,
  split,
  squareShape,
} from "../../records/index.ts";
import { classesOf, counts, fileSizes, folder, openStl10 } from "./open.ts";

/**
 * STL-10. By default its images are resized as the BSN authors' code does, at 48 pixels to the mean of
 * every 2 × 2; that code trains on the split `unlabeled`.
 */
export const stl10 = dataset({
  name: "stl10",
  kind: "images",
  title: "STL-10",
  summary: "Photographs of ten kinds of animals and vehicles, most of them without a label.",
  shows: "things",
  imageSize: "96 × 96 RGB, resized to size × size (data.resize; papers: 48)",
  counts,
  license:
    "Its makers state no license; the images come from ImageNet. They ask to cite the paper.",
  citation:
    "Adam Coates, Honglak Lee, Andrew Y. Ng. An Analysis of Single-Layer Networks in Unsupervised " +
    "Feature Learning. AISTATS 2011.",
  home: "https://cs.stanford.edu/~acoates/stl10/",
  files: {
    kind: "archive",
    url: "http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz",
    archive: "stl10_binary.tar.gz",
    bytes: 2_640_397_119,
    checksums: {
      md5: "91f7769df0f17e558f3565bffb0c7dfb",
      sha256: "f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866",
    },
    folder,
    files: fileSizes,
    extras: ["class_names.txt", "fold_indices.txt"],
  },
  location: `${folder}/ below data.root`,
  options: {
    ...everySet,
    split: adapt(split, { values: datasetSplits, note: "unlabeled is most of it" }),
    size,
    channels: adapt(channels, { default: 3 }),
    resize: adapt(resize, { default: "opencv-bilinear", values: resizeMethods, note: asAuthors }),
  },
  shape: squareShape,
  classes: (values) => classesOf(values.split),
  open: openStl10,
});
