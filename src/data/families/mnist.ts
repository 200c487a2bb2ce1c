/** Sets in MNIST's format. */

import type { FilesDownload } from "../../downloads/index.ts";
import { resizeMethods } from "../../images/index.ts";
import { mnistCounts } from "../reading/index.ts";
import {
  adapt,
  channels,
  type DatasetRule,
  everySet,
  resize,
  size,
  squareShape,
} from "../records/index.ts";

/** The facts of both sets. */
export const mnistFacts = {
  kind: "images",
  imageSize: "28 × 28 gray, padded to size × size (data.resize)",
  counts: mnistCounts,
  shape: squareShape,
} as const;

/** The options of both sets. */
export const mnistOptions = {
  ...everySet,
  size,
  channels: adapt(channels, { default: 1 }),
  resize: adapt(resize, {
    default: "pad",
    values: ["pad", ...resizeMethods],
    note: "pad adds black borders",
  }),
};

/** What the options of both sets must agree on. */
export const mnistRules: readonly DatasetRule<typeof mnistOptions>[] = [
  {
    keys: ["size", "resize"],
    broken: (values) =>
      values.resize === "pad" && values.size < 28
        ? "must be at least 28, the size of the images, unless data.resize is a resizer such as pillow-bilinear"
        : undefined,
  },
];

/**
 * Where the files of a set come from and where they are looked for.
 *
 * @param files each official file with its size and SHA-256.
 */
export function mnistFiles(
  name: string,
  address: string,
  official: Readonly<Record<string, readonly [bytes: number, sha256: string]>>,
) {
  const files: FilesDownload = {
    kind: "files",
    folder: name,
    files: Object.entries(official).map(([file, [bytes, sha256]]) => ({
      url: `${address}/${file}`,
      file,
      bytes,
      checksums: { sha256 },
    })),
  };
  return { files, location: `${name}/ below data.root` };
}
