import type { ResolvedDatasetOptions } from "../../catalog/options.ts";
import type { ImageDataset } from "../../dataset/dataset.ts";
import { type CifarVariant, openCifar } from "../../reading/cifar/cifar.ts";

const trainFiles = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);

const cifar10: CifarVariant = {
  name: "cifar10",
  folder: "cifar-10-batches-bin",
  otherVersion: "cifar-10-batches-py",
  files: { train: trainFiles, test: ["test_batch.bin"] },
  recordsPerFile: { train: 10_000, test: 10_000 },
  labels: [{ classes: 10 }],
  notThis: "It is damaged, or not CIFAR-10 (CIFAR-100 has two label bytes).",
};

/** The folder of the binary version below the data root. */
export const cifar10Folder = cifar10.folder;

/** The sizes in bytes of the official files. */
export const cifar10FileSizes = Object.fromEntries(
  [...trainFiles, "test_batch.bin"].map((file) => [file, 30_730_000]),
);

/** The names of the labels 0 … 9. */
export const cifar10Classes: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

/**
 * Opens CIFAR-10 in its original binary format: records of one label byte and 3072 pixel bytes
 * (R, G, B planes of 32 × 32).
 *
 * @see openCifar, for the rest.
 */
export function openCifar10(
  options: ResolvedDatasetOptions,
  tolerant = false,
): Promise<ImageDataset> {
  const labels = { byte: 0, classes: cifar10Classes, namesFile: "batches.meta.txt" };
  return openCifar(cifar10, labels, options, tolerant);
}
