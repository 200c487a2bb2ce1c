/** The options of all data sets together. */
import type { z } from "zod";
import type { DatasetRecord, OptionValues, SetOption, SetOptions } from "../records/index.ts";
import type { datasets } from "../sets/index.ts";
import { type DatasetName, datasetOf, records } from "./lookup.ts";

type Options = (typeof datasets)[number]["options"];
type KeyOf<O> = O extends unknown ? keyof O : never;
type SchemaAt<O, Key extends string> = O extends {
  readonly [K in Key]: { readonly schema: infer Schema extends z.ZodType };
}
  ? Schema
  : never;

/** A key of `data` in a config that a data set reads. */
export type DataOptionKey = KeyOf<Options> & string;

/** The schema of each option. */
export type DataOptionSchemas = { readonly [Key in DataOptionKey]: SchemaAt<Options, Key> };

/**
 * Which images to open, and how: `name`, and what of its set's options differs from their defaults. Each
 * option is explained in docs/config.md, under `data`.
 */
export type DatasetOptions<Name extends DatasetName = DatasetName> = { readonly name: Name } & {
  readonly [Key in DataOptionKey]?: z.input<DataOptionSchemas[Key]> | undefined;
};

/** An option with the sets that read it. */
export interface OwnedOption {
  readonly key: DataOptionKey;
  readonly schema: z.ZodType;
  readonly meaning: string;
  readonly isPlace: boolean;
  readonly owners: readonly (SetOption & { readonly set: DatasetRecord<DatasetName> })[];
}

/** Every option once, in the order in which the sets name them. */
export const ownedOptions: readonly OwnedOption[] = [
  ...new Set(records.flatMap(({ options }) => Object.keys(options))),
].map((key) => {
  const owners = records.flatMap((set) => {
    const option = set.options[key];
    return option === undefined ? [] : [{ ...option, set }];
  });
  const { schema, meaning, isPlace = false } = owners[0] as SetOption;
  return { key: key as DataOptionKey, schema, meaning, isPlace, owners };
});

/** Options by their keys, of whatever set. */
export type GivenOptions = { readonly name: DatasetName } & Readonly<Record<string, unknown>>;

/** The values of a set's options: what is given, else the set's default, else every set's. */
export function valuesOf(given: GivenOptions): OptionValues<SetOptions> {
  const { options } = datasetOf(given.name);
  return Object.fromEntries(
    Object.entries(options).map(([key, option]) => [
      key,
      given[key] ?? option.default ?? option.schema.parse(undefined),
    ]),
  );
}
