/** The documentation of the options of data sets, from the records. */
import { type DatasetName, datasetNames, records } from "./lookup.ts";
import { type DataOptionSchemas, type OwnedOption, ownedOptions } from "./options.ts";

/** Sets in few words, where they are all of a kind; each group is named by what its members have in common. */
const groups = (
  [
    ["sets of images", ({ kind }) => kind === "images"],
    ["sets of points", ({ kind }) => kind === "points"],
    ["built-in sets", ({ files }) => files.kind === "built-in"],
  ] as const satisfies readonly (readonly [string, (record: (typeof records)[number]) => boolean])[]
).map(([title, has]) => [title, records.filter(has).map(({ name }) => name)] as const);

/** Names of data sets in a text: those of a whole group by the group's name. */
export function setsText(names: readonly DatasetName[]): string {
  const [title] = groups.find(([, members]) => members.join() === names.join()) ?? [];
  return title ?? names.join(", ");
}

/** The documentation of an option: who reads it, what it is, its defaults, what holds for single sets. */
export function optionText({ schema, meaning, owners }: OwnedOption): string {
  const readers = owners.map(({ set }) => set.name);
  const who = readers.length === records.length ? "" : `${setsText(readers)}: `;
  const defaults = byValue(owners.map((owner) => [owner.set.name, owner.default] as const));
  const notes = byValue(owners.map((owner) => [owner.set.name, owner.note] as const));
  return [
    `${who}${meaning}`,
    ...(schema.parse(undefined) !== undefined || defaults.length === 0
      ? []
      : [`default ${defaultsText(defaults)}`]),
    ...notes.map(([note, names]) => `${setsText(names)}: ${note}`),
  ].join("; ");
}

type ByValue = readonly (readonly [value: string, names: readonly DatasetName[]])[];

/** Sets by what they say, those that say nothing left out. */
function byValue(entries: readonly (readonly [DatasetName, unknown])[]): ByValue {
  const found = new Map<string, DatasetName[]>();
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    found.set(String(value), [...(found.get(String(value)) ?? []), name]);
  }
  return [...found];
}

/** `1 for mnist and fashion-mnist, else 3`: the value of most sets comes last. */
function defaultsText(defaults: ByValue): string {
  const [most, ...others] = [...defaults].sort(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return "";
  const named = others.map(([value, names]) => `${value} for ${names.join(" and ")}`);
  return [...named, others.length === 0 ? most[0] : `else ${most[0]}`].join(", ");
}

/** The schema of every option with its documentation. */
export const datasetOptionSchemas = Object.fromEntries(
  ownedOptions.map((option) => [option.key, option.schema.describe(optionText(option))]),
) as unknown as DataOptionSchemas;

/** The documentation of the name. */
export const datasetNameText =
  `the data set: built-in drawings (${ofBuiltIn("images")}), a public set of images, a folder of your own, ` +
  `or built-in points in the plane (${ofBuiltIn("points")}); \`evenkeel data list\` describes each`;

function ofBuiltIn(kind: "images" | "points"): string {
  return datasetNames
    .filter((_, i) => records[i]?.files.kind === "built-in" && records[i]?.kind === kind)
    .join(", ");
}
