import { cifar10Classes, cifar10FileSizes, cifar10Folder } from "../sets/cifar10/cifar10.ts";
import { cifar100FileSizes, cifar100Folder } from "../sets/cifar100/cifar100.ts";
import { cifar100FineClasses } from "../sets/cifar100/classes.ts";
import type { DatasetInfo } from "./info.ts";

const krizhevsky2009 =
  "Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. " +
  "Technical report, University of Toronto, 2009.";

/** The CIFAR sets in the catalog. */
export const cifarInfo: readonly DatasetInfo[] = [
  {
    name: "cifar10",
    kind: "images",
    title: "CIFAR-10",
    summary: "Photographs of ten kinds of animals and vehicles, 6000 of each kind.",
    imageSize: "32 × 32 RGB",
    counts: { train: 50_000, test: 10_000 },
    classes: cifar10Classes,
    license: "Its makers state no license; they ask to cite the technical report.",
    citation: krizhevsky2009,
    home: "https://www.cs.toronto.edu/~kriz/cifar.html",
    download: {
      kind: "archive",
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
      archive: "cifar-10-binary.tar.gz",
      bytes: 170_052_171,
      checksums: {
        md5: "c32a1d4ab5d03f1284b67883e8d87530",
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
      },
      folder: cifar10Folder,
      files: cifar10FileSizes,
      extras: ["batches.meta.txt", "readme.html"],
    },
    location: `${cifar10Folder}/ below data.root`,
  },
  {
    name: "cifar100",
    kind: "images",
    title: "CIFAR-100",
    summary: "Photographs of a hundred kinds of things, 600 of each kind, in twenty groups.",
    imageSize: "32 × 32 RGB",
    counts: { train: 50_000, test: 10_000 },
    classes: cifar100FineClasses,
    license: "Its makers state no license; they ask to cite the technical report.",
    citation: krizhevsky2009,
    home: "https://www.cs.toronto.edu/~kriz/cifar.html",
    download: {
      kind: "archive",
      url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
      archive: "cifar-100-binary.tar.gz",
      bytes: 168_513_733,
      checksums: {
        sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
      },
      folder: cifar100Folder,
      files: cifar100FileSizes,
      extras: ["coarse_label_names.txt", "fine_label_names.txt"],
    },
    location: `${cifar100Folder}/ below data.root`,
  },
];
