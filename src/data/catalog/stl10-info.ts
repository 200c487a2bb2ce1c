import { stl10Classes, stl10FileSizes, stl10Folder } from "../sets/stl10/stl10.ts";
import type { DatasetInfo } from "./info.ts";

/** STL-10 in the catalog. */
export const stl10Info: DatasetInfo = {
  name: "stl10",
  kind: "images",
  title: "STL-10",
  summary: "Photographs of ten kinds of animals and vehicles, most of them without a label.",
  imageSize: "96 × 96 RGB, resized to size × size (data.resize; papers: 48)",
  counts: { train: 5000, test: 8000, unlabeled: 100_000 },
  classes: stl10Classes,
  license:
    "Its makers state no license; the images come from ImageNet. They ask to cite the paper.",
  citation:
    "Adam Coates, Honglak Lee, Andrew Y. Ng. An Analysis of Single-Layer Networks in Unsupervised " +
    "Feature Learning. AISTATS 2011.",
  home: "https://cs.stanford.edu/~acoates/stl10/",
  download: {
    kind: "archive",
    url: "http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz",
    archive: "stl10_binary.tar.gz",
    bytes: 2_640_397_119,
    checksums: {
      md5: "91f7769df0f17e558f3565bffb0c7dfb",
      sha256: "f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866",
    },
    folder: stl10Folder,
    files: stl10FileSizes,
    extras: ["class_names.txt", "fold_indices.txt"],
  },
  location: `${stl10Folder}/ below data.root`,
};
