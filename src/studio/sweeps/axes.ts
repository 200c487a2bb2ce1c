/** The axes of a sweep, and where its points lie on them. */
import { labelOf, type Point, valueText } from "../../sweeps/plan/index.ts";
import type { ConfigValue } from "../api.ts";
import type { SweepAxis } from "./answers.ts";

/** The axes of points: keys of one label that have the same value at every point are one axis. */
export function axesOf(points: readonly Point[]): readonly SweepAxis[] {
  const together = new Map<string, string[]>();
  for (const key of new Set(points.flatMap((point) => Object.keys(point)))) {
    const values = points.map((point) => (Object.hasOwn(point, key) ? [point[key]] : []));
    const kind = JSON.stringify([labelOf(key), values]);
    together.set(kind, [...(together.get(kind) ?? []), key]);
  }
  const axes = [...together.values()].map((keys) => ({ key: keys[0] as string, keys }));
  const isUnique = (label: (key: string) => string, key: string) =>
    axes.filter((one) => label(one.key) === label(key)).length === 1;
  return axes.map(({ key, keys }) => {
    const label = [labelOf, networkLabelOf].find((one) => isUnique(one, key));
    return { key, keys, label: label === undefined ? key : label(key) };
  });
}

/** `discriminator learningRate` */
const networkLabelOf = (key: string): string => `${key.split(".")[0]} ${labelOf(key)}`;

/** The values of a point by the axes' keys. */
export function valuesOn(
  axes: readonly SweepAxis[],
  point: Point,
): Readonly<Record<string, ConfigValue>> {
  return Object.fromEntries(
    axes.flatMap(({ key }) => (Object.hasOwn(point, key) ? [[key, plain(point[key])]] : [])),
  );
}

function plain(value: unknown): ConfigValue {
  return typeof value === "number" || typeof value === "boolean" || value === null
    ? value
    : valueText(value);
}
