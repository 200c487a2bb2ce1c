/** Sets in CIFAR's binary format. */
import type { ArchiveDownload } from "../../downloads/index.ts";
import { type CifarVariant, cifarFileSizes } from "../reading/index.ts";
import { adapt, channels, everySet, size, squareShape } from "../records/index.ts";

/** The facts of both CIFAR sets. */
export const cifarFacts = {
  kind: "images",
  imageSize: "32 × 32 RGB",
  counts: { train: 50_000, test: 10_000 },
  license: "Its makers state no license; they ask to cite the technical report.",
  citation:
    "Alex Krizhevsky. Learning Multiple Layers of Features from Tiny Images. " +
    "Technical report, University of Toronto, 2009.",
  home: "https://www.cs.toronto.edu/~kriz/cifar.html",
  shape: squareShape,
} as const;

/** The options of both CIFAR sets. */
export const cifarOptions = {
  ...everySet,
  size: adapt(size, { values: [32] }),
  channels: adapt(channels, { default: 3 }),
};

/** Where the files of a set come from and where they are looked for. */
export function cifarFiles(
  variant: CifarVariant,
  download: Pick<ArchiveDownload, "archive" | "bytes" | "checksums" | "extras">,
) {
  const { folder } = variant;
  const files: ArchiveDownload = {
    kind: "archive",
    url: `https://www.cs.toronto.edu/~kriz/${download.archive}`,
    folder,
    files: cifarFileSizes(variant),
    ...download,
  };
  return { files, location: `${folder}/ below data.root` };
}
