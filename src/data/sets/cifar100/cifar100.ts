import { z } from "zod";
import { cifarFacts, cifarFiles, cifarOptions } from "../../families/index.ts";
import { type CifarVariant, openCifar } from "../../reading/index.ts";
import { adapt, dataset, option } from "../../records/index.ts";
import { coarseClasses, fineClasses } from "./classes.ts";

const variant: CifarVariant = {
  name: "cifar100",
  folder: "cifar-100-binary",
  otherVersion: "cifar-100-python",
  files: { train: ["train.bin"], test: ["test.bin"] },
  recordsPerFile: { train: 50_000, test: 10_000 },
  labels: [{ classes: coarseClasses.length }, { classes: fineClasses.length }],
  notThis: "It is damaged, or not CIFAR-100 (CIFAR-10 has one label byte).",
};

const labellings = {
  coarse: { byte: 0, classes: coarseClasses, namesFile: "coarse_label_names.txt" },
  fine: { byte: 1, classes: fineClasses, namesFile: "fine_label_names.txt" },
} as const;

const labels = option(
  z.enum(["fine", "coarse"]).optional(),
  "the 100 fine labels or the 20 coarse ones",
);

/**
 * CIFAR-100 in its original binary format: records of a coarse label byte, a fine label byte and 3072
 * pixel bytes.
 */
export const cifar100 = dataset({
  ...cifarFacts,
  ...cifarFiles(variant, {
    archive: "cifar-100-binary.tar.gz",
    bytes: 168_513_733,
    checksums: {
      sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    },
    extras: ["coarse_label_names.txt", "fine_label_names.txt"],
  }),
  name: "cifar100",
  title: "CIFAR-100",
  summary: "Photographs of a hundred kinds of things, 600 of each kind, in twenty groups.",
  shows: "photographs",
  options: { ...cifarOptions, labels: adapt(labels, { default: "fine" }) },
  classes: (values) => labellings[values.labels].classes,
  open: (values, context) =>
    openCifar(
      variant,
      labellings[values.labels],
      { ...values, tolerant: context.tolerant },
      context,
    ),
});
