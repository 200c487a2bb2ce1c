/** The classifiers that the package carries. */
import { digitsClassifier } from "./digits.ts";
import { photosClassifier } from "./photos.ts";
import type { ShippedClassifier } from "./record.ts";
import { shapesClassifier } from "./shapes.ts";

const list = [
  shapesClassifier,
  digitsClassifier,
  photosClassifier,
] as const satisfies readonly ShippedClassifier[];

/** The name of a classifier that the package carries. */
export type ShippedName = (typeof list)[number]["name"];

/** The classifiers that the package carries, by name. */
export const shippedClassifiers = Object.fromEntries(
  list.map((classifier) => [classifier.name, classifier]),
) as Readonly<Record<ShippedName, ShippedClassifier<ShippedName>>>;

/** Their names. */
export const shippedNames = list.map(({ name }) => name) as [ShippedName, ...ShippedName[]];

/** Whether the package carries a classifier of this name. */
export function isShipped(name: string): name is ShippedName {
  return Object.hasOwn(shippedClassifiers, name);
}
