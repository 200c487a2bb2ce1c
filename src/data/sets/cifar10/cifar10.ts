import { cifarFacts, cifarFiles, cifarOptions } from "../../families/index.ts";
import { type CifarVariant, openCifar } from "../../reading/index.ts";
import { dataset } from "../../records/index.ts";

const variant: CifarVariant = {
  name: "cifar10",
  folder: "cifar-10-batches-bin",
  otherVersion: "cifar-10-batches-py",
  files: {
    train: [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`),
    test: ["test_batch.bin"],
  },
  recordsPerFile: { train: 10_000, test: 10_000 },
  labels: [{ classes: 10 }],
  notThis: "It is damaged, or not CIFAR-10 (CIFAR-100 has two label bytes).",
};

/** The names of the labels 0 … 9. */
const classes = [
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
] as const;

const labels = { byte: 0, classes, namesFile: "batches.meta.txt" };

/** CIFAR-10 in its original binary format: records of one label byte and 3072 pixel bytes. */
export const cifar10 = dataset({
  ...cifarFacts,
  ...cifarFiles(variant, {
    archive: "cifar-10-binary.tar.gz",
    bytes: 170_052_171,
    checksums: {
      md5: "c32a1d4ab5d03f1284b67883e8d87530",
      sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    },
    extras: ["batches.meta.txt", "readme.html"],
  }),
  name: "cifar10",
  title: "CIFAR-10",
  summary: "Photographs of ten kinds of animals and vehicles, 6000 of each kind.",
  shows: "things",
  options: cifarOptions,
  classes: () => classes,
  open: (values, context) =>
    openCifar(variant, labels, { ...values, tolerant: context.tolerant }, context),
});
