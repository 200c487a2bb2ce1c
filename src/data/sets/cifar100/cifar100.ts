import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { ImageDataset } from "../../dataset/dataset.ts";
import { type CifarVariant, openCifar } from "../../reading/cifar/cifar.ts";
import { cifar100CoarseClasses, cifar100FineClasses } from "./classes.ts";

const cifar100: CifarVariant = {
  name: "cifar100",
  folder: "cifar-100-binary",
  otherVersion: "cifar-100-python",
  files: { train: ["train.bin"], test: ["test.bin"] },
  recordsPerFile: { train: 50_000, test: 10_000 },
  labels: [{ classes: 20 }, { classes: 100 }],
  notThis: "It is damaged, or not CIFAR-100 (CIFAR-10 has one label byte).",
};

/** The folder of the binary version below the data root. */
export const cifar100Folder = cifar100.folder;

/** The sizes in bytes of the official files. */
export const cifar100FileSizes = { "train.bin": 153_700_000, "test.bin": 30_740_000 };

const labellings = {
  coarse: { byte: 0, classes: cifar100CoarseClasses, namesFile: "coarse_label_names.txt" },
  fine: { byte: 1, classes: cifar100FineClasses, namesFile: "fine_label_names.txt" },
} as const;

/**
 * Opens CIFAR-100 in its original binary format: records of a coarse label byte, a fine label byte and
 * 3072 pixel bytes (R, G, B planes of 32 × 32). `options.labels` tells which labels: 100 `fine` or 20
 * `coarse` classes.
 *
 * @see openCifar, for the rest.
 */
export function openCifar100(
  options: ResolvedDatasetOptions,
  tolerant = false,
): Promise<ImageDataset> {
  return openCifar(cifar100, labellings[options.labels ?? "fine"], options, tolerant);
}
