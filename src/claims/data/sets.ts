/** The data sets that claims are tested on. */
import { byDigits, byPhotos, byShapes } from "./measures.ts";
import type { ClaimData } from "./record.ts";

/** Drawings that need no files. */
const shapes: ClaimData = {
  name: "shapes",
  title: "the built-in shapes",
  size: 16,
  set: { "data.name": "shapes", "data.split": "train" },
  measure: byShapes,
};

/** Real digits. */
const mnist: ClaimData = {
  name: "mnist",
  title: "MNIST's digits",
  size: 16,
  set: { "data.name": "mnist", "data.split": "train", "data.resize": "pillow-bilinear" },
  measure: byDigits,
};

/** Small photographs, never smaller than they are. */
const cifar10: ClaimData = {
  name: "cifar10",
  title: "CIFAR-10's photographs",
  size: 32,
  set: { "data.name": "cifar10", "data.split": "train" },
  measure: byPhotos,
};

/** All of them, by name. */
export const claimData: Readonly<Record<string, ClaimData>> = { shapes, mnist, cifar10 };

/** What small trials take where none is named: the first that is found. */
export const preferred: readonly ClaimData[] = [mnist, shapes];

/** What medium trials take where none is named. */
export const ofMedium: ClaimData = cifar10;
