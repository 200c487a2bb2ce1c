import { EvenkeelError } from "../errors.ts";
import { cifar10Classes, cifar10Files, cifar10Folder } from "./cifar10/cifar10.ts";
import { type DatasetName, datasetNames } from "./options.ts";
import { shapesCounts } from "./shapes/dataset.ts";
import { shapeKinds } from "./shapes/outlines.ts";

/** An archive that `evenkeel data fetch` gets and unpacks. */
export interface DatasetDownload {
  readonly url: string;
  /** The archive's file name, a gzipped tar. */
  readonly archive: string;
  /** The archive's size in bytes. */
  readonly bytes: number;
  /** Lower case hexadecimal digits. */
  readonly checksums: { readonly md5?: string; readonly sha256: string };
  /** The folder in the archive and below the data root. */
  readonly folder: string;
  /** The files that must come out of it, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** Further files to keep if they are there. */
  readonly extras: readonly string[];
}

/** What there is to know about a data set. */
export interface DatasetInfo {
  readonly name: DatasetName;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** `32 × 32 RGB`, or which sizes there can be. */
  readonly imageSize: string;
  /** The official numbers of images; `null` where the user's files decide. */
  readonly counts: { readonly train: number; readonly test: number } | null;
  /** `null` where the user's folders decide. */
  readonly classes: readonly string[] | null;
  /** Under which terms it may be used, as far as its makers say. */
  readonly license: string;
  readonly citation: string | null;
  /** The page of its makers. */
  readonly home: string | null;
  readonly download: DatasetDownload | null;
  /** Where it lies on the disk, and how to name it. */
  readonly location: string;
}

/** All data sets that can be opened, in the order of `datasetNames`. */
export const datasetCatalog: readonly DatasetInfo[] = [
  {
    name: "shapes",
    title: "Shapes",
    summary: "One colored shape on a plain or softly graded background, drawn by Evenkeel itself.",
    imageSize: "size × size RGB, 32 × 32 by default",
    counts: shapesCounts,
    classes: shapeKinds,
    license: "Part of Evenkeel, Apache-2.0.",
    citation: null,
    home: null,
    download: null,
    location: "Built in; nothing lies on the disk.",
  },
  {
    name: "cifar10",
    title: "CIFAR-10",
    summary: "Photographs of ten kinds of animals and vehicles, 6000 of each kind.",
    imageSize: "32 × 32 RGB",
    counts: { train: 50_000, test: 10_000 },
    classes: cifar10Classes,
    license: "Its makers state no license; they ask to cite the technical report.",
    citation:
      "Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. " +
      "Technical report, University of Toronto, 2009.",
    home: "https://www.cs.toronto.edu/~kriz/cifar.html",
    download: {
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
      archive: "cifar-10-binary.tar.gz",
      bytes: 170_052_171,
      checksums: {
        md5: "c32a1d4ab5d03f1284b67883e8d87530",
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
      },
      folder: cifar10Folder,
      files: Object.fromEntries(cifar10Files.all.map((file) => [file, 30_730_000])),
      extras: ["batches.meta.txt", "readme.html"],
    },
    location: `${cifar10Folder}/ below data.root`,
  },
  {
    name: "folder",
    title: "Your own images",
    summary: "A folder of PNG, JPEG or WebP images; its sub-folders are the classes.",
    imageSize: "size × size RGB, the middle square of each image",
    counts: null,
    classes: null,
    license: "Whatever holds for the images.",
    citation: null,
    home: null,
    download: null,
    location: "Anywhere; named with data.path.",
  },
];

/**
 * The catalog's entry of this name.
 *
 * @throws EvenkeelError `USAGE` for a name that is not in the catalog.
 */
export function datasetInfo(name: string): DatasetInfo {
  const info = datasetCatalog.find((entry) => entry.name === name);
  if (info !== undefined) return info;
  throw new EvenkeelError(
    "USAGE",
    `data: the set must be one of ${datasetNames.join(", ")}, got ${JSON.stringify(name)}`,
    { advice: "`evenkeel data list` tells what each one is. Images of your own: folder." },
  );
}
