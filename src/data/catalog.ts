import { EvenkeelError } from "../errors.ts";
import { cifar10Classes, cifar10Files, cifar10Folder } from "./cifar10/cifar10.ts";
import { type DatasetName, datasetNames, type PointSetName } from "./options.ts";
import { pointCounts } from "./points/dataset.ts";
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
  /** Points are images of two channels (x and y) and one pixel. */
  readonly kind: "images" | "points";
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** `32 × 32 RGB`, or which sizes there can be; for points what their coordinates are. */
  readonly imageSize: string;
  /** The official numbers of images; `null` where the user's files decide. Built-in sets: the defaults. */
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
    kind: "images",
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
    kind: "images",
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
    kind: "images",
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
  points(
    "ring",
    "Ring",
    "Points of 8 Gaussians on a circle, or of as many as data.modes says.",
    null,
    "Luke Metz, Ben Poole, David Pfau, Jascha Sohl-Dickstein. Unrolled Generative Adversarial " +
      "Networks. ICLR 2017. There data.std is 0.02.",
  ),
  points(
    "grid",
    "Grid",
    "Points of 5 × 5 Gaussians, or of as many as data.modes says.",
    null,
    "Akash Srivastava, Lazar Valkov, Chris Russell, Michael U. Gutmann, Charles Sutton. VEEGAN: " +
      "Reducing Mode Collapse in GANs using Implicit Variational Learning. NIPS 2017. " +
      "In PacGAN (Lin et al., NeurIPS 2018) data.std is 0.05.",
  ),
  points(
    "swiss-roll",
    "Swiss roll",
    "Points along a spiral of one and a half turns.",
    ["roll"],
    "Stephen Marsland. Machine Learning: An Algorithmic Perspective. Chapman & Hall, 2009, " +
      "chapter 10.",
  ),
  points("moons", "Moons", "Points along two interleaving half circles.", ["upper", "lower"], null),
];

/** The entry of a built-in set of points. */
function points(
  name: PointSetName,
  title: string,
  summary: string,
  classes: readonly string[] | null,
  citation: string | null,
): DatasetInfo {
  return {
    name,
    kind: "points",
    title,
    summary,
    imageSize: "points: x and y as two channels of one pixel",
    counts: pointCounts,
    classes,
    license: "Part of Evenkeel, Apache-2.0.",
    citation,
    home: null,
    download: null,
    location: "Built in; nothing lies on the disk.",
  };
}

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
