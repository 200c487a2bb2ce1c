/** Readers of the formats of public data sets. */

export { type CifarOptions, openCifar } from "./cifar/cifar.ts";
export { type CifarLabels, type CifarVariant, cifarFileSizes } from "./cifar/variant.ts";
export { readClassNames } from "./class-names.ts";
export { firstThere } from "./first-there.ts";
export { type MnistOptions, type MnistVariant, mnistCounts, openMnist } from "./mnist/mnist.ts";
export { requireLabels, wholeRecords } from "./records.ts";
export { readSetFile } from "./set-file.ts";
export { cannotRead, pathOf, type SetFolder } from "./set-folder.ts";
