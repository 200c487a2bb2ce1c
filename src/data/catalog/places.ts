/** Options that say where the files of a data set are. */
import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { type DatasetName, datasetOf } from "./lookup.ts";
import { type DataOptionKey, type DatasetOptions, ownedOptions, valuesOf } from "./options.ts";

/** The options whose values are paths. */
export const placeKeys: readonly DataOptionKey[] = ownedOptions
  .filter(({ isPlace }) => isPlace)
  .map(({ key }) => key);

/**
 * The data set that options without a name are of, since an option says where its files are that no other set
 * has: a path is of the user's images. `undefined` for any others.
 */
export function impliedName(options: Readonly<Record<string, unknown>>): DatasetName | undefined {
  if (options.name !== undefined) return undefined;
  const given = ownedOptions.find(
    ({ key, isPlace, owners }) => isPlace && owners.length === 1 && options[key] !== undefined,
  );
  return given?.owners[0]?.set.name;
}

/** The option that says where the files of this set are. */
export function placeKeyOf({ name }: Pick<DatasetOptions, "name">): DataOptionKey | undefined {
  return placeKeys.findLast((key) => Object.hasOwn(datasetOf(name).options, key));
}

/**
 * The options with their relative paths made absolute, from `folder` on; those that lead to something only
 * from the working folder stay relative to that.
 */
export function startingFrom<Options extends DatasetOptions>(
  options: Options,
  folder: string,
): Options {
  const values = valuesOf(options);
  const absolute = placeKeys.flatMap((key) => {
    const path = values[key];
    if (typeof path !== "string") return [];
    const placed = pathFrom(folder, path);
    return placed === path ? [] : [[key, placed] as const];
  });
  if (absolute.length === 0) return options;
  return { ...options, ...Object.fromEntries(absolute) };
}

/**
 * A relative path made absolute, from `folder` on. It stays as it is where that is the working folder, and
 * where it leads to something only from the working folder.
 */
export function pathFrom(folder: string, path: string): string {
  if (isAbsolute(path) || resolve(folder) === process.cwd()) return path;
  const moved = !existsSync(join(folder, path)) && existsSync(path);
  return moved ? path : join(folder, path);
}
