/** What the options of a data set must agree on, for configs and for callers alike. */
import { type DatasetSplit, officialCount } from "../dataset/index.ts";
import type { DatasetRecord } from "../records/index.ts";
import { setsText } from "./describe.ts";
import { type DatasetName, datasetOf, records } from "./lookup.ts";
import { type DataOptionKey, type GivenOptions, ownedOptions, valuesOf } from "./options.ts";

/** Something that must hold of the options of data sets. */
export interface OptionRule {
  /** The options that it is about, beside the name; the first is the one that is wrong. */
  readonly keys: readonly [DataOptionKey, ...DataOptionKey[]];
  /** What the first must be, in words that follow its name; `undefined` if it is. */
  broken(given: GivenOptions): string | undefined;
}

/** Optional options: those with a default stand in every resolved config, so no set can refuse them. */
const optional = ownedOptions.filter(({ schema }) => schema.parse(undefined) === undefined);

const foreign = optional.map(
  ({ key, owners }): OptionRule => ({
    keys: [key],
    broken(given) {
      const names = owners.map(({ set }) => set.name);
      return given[key] === undefined || names.includes(given.name)
        ? undefined
        : `must not be given when data.name is ${given.name} (it belongs to ${setsText(names)})`;
    },
  }),
);

/** The most data sets that a rule names as those that have a value. */
const mostNamed = 3;

const narrowed = ownedOptions.map(
  ({ key, owners }): OptionRule => ({
    keys: [key],
    broken(given) {
      const values = datasetOf(given.name).options[key]?.values;
      const value = valuesOf(given)[key];
      if (values === undefined || values.includes(value)) return undefined;
      const choice = values.length === 1 ? values[0] : `one of ${values.join(", ")}`;
      const others = owners.filter((owner) => owner.values?.includes(value) ?? true);
      const names = others.map(({ set }) => set.name).join(", ");
      const where = others.length > mostNamed ? "" : ` (${value} belongs to ${names})`;
      return `must be ${choice} when data.name is ${given.name}${where}`;
    },
  }),
);

const ofSets = records.flatMap(({ name, rules = [] }: DatasetRecord<DatasetName>) =>
  rules.map(
    ({ keys, broken }): OptionRule => ({
      keys: keys as unknown as OptionRule["keys"],
      broken: (given) => (given.name === name ? broken(valuesOf(given)) : undefined),
    }),
  ),
);

const counted: OptionRule = {
  keys: ["count", "split"],
  broken(given) {
    const { name, counts, files } = datasetOf(given.name);
    if (given.count === undefined || counts === null || files.kind === "built-in") return undefined;
    const split = valuesOf(given).split as DatasetSplit;
    const most = officialCount(counts, split);
    return most !== undefined && (given.count as number) > most
      ? `must be at most ${most}, the images in the ${split} split of ${name}`
      : undefined;
  },
};

/** Every rule, in the order in which problems are listed. */
export const optionRules: readonly OptionRule[] = [...foreign, ...narrowed, ...ofSets, counted];
