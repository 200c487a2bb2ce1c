import { EvenkeelError } from "../../errors.ts";
import { pointCounts } from "../drawn/points.ts";
import { cifar100CoarseClasses } from "../sets/cifar100/classes.ts";
import { shapesCounts } from "../sets/shapes/dataset.ts";
import { shapeKinds } from "../sets/shapes/outlines.ts";
import { celebaInfo } from "./celeba-info.ts";
import { cifarInfo } from "./cifar-info.ts";
import { imagenetInfo } from "./imagenet-info.ts";
import type { DatasetInfo } from "./info.ts";
import { mnistInfo } from "./mnist-info.ts";
import { type DatasetOptions, datasetNames, type PointSetName } from "./options.ts";
import { stl10Info } from "./stl10-info.ts";

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
  ...cifarInfo,
  stl10Info,
  ...mnistInfo,
  celebaInfo,
  imagenetInfo,
  {
    name: "folder",
    kind: "images",
    title: "Your own images",
    summary:
      "A folder, zip or tar of PNG, JPEG, WebP, GIF, TIFF or AVIF images; sub-folders are classes.",
    imageSize: "size × size RGB, the middle square of each image (data.crop)",
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

/** How many classes a set has; `undefined` where the user's folders decide. */
export function classCountOf({
  name,
  labels,
  split,
}: Pick<DatasetOptions, "name" | "labels" | "split">): number | undefined {
  if (split === "unlabeled") return 1;
  const { classes, classCount } = datasetInfo(name);
  return labels === "coarse" ? cifar100CoarseClasses.length : (classes?.length ?? classCount);
}
