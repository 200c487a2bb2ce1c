/** From what a caller gives to the values of a data set's options. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { allowed, type SchemaNode, show } from "../../schema-text.ts";
import type { DatasetRecord, OptionValues, SetOptions } from "../records/index.ts";
import { type DatasetName, datasetNames, datasetOf, isDatasetName } from "./lookup.ts";
import { type DatasetOptions, type GivenOptions, ownedOptions, valuesOf } from "./options.ts";
import { optionRules } from "./rules.ts";

/** A data set, and its options with every default filled in. */
export interface ResolvedDataset {
  readonly record: DatasetRecord<DatasetName>;
  readonly values: OptionValues<SetOptions>;
}

/**
 * Checks every option and fills in the defaults.
 *
 * @throws EvenkeelError `CONFIG` naming the option, its rule and its value.
 */
export function resolveDataset(options: DatasetOptions): ResolvedDataset {
  const given: GivenOptions = options;
  const { name } = given;
  if (!isDatasetName(name)) throw wrong("name", `must be one of ${datasetNames.join(", ")}`, name);
  for (const { key, schema } of ownedOptions) {
    if (schema.safeParse(given[key]).success) continue;
    const node = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
    throw wrong(key, `must be ${allowed(node)}`, given[key]);
  }
  for (const { keys, broken } of optionRules) {
    const rule = broken(given);
    if (rule !== undefined) throw wrong(keys[0], rule, given[keys[0]]);
  }
  return { record: datasetOf(name), values: valuesOf(given) };
}

function wrong(key: string, rule: string, value: unknown): EvenkeelError {
  return new EvenkeelError("CONFIG", `data.${key}: ${rule}, got ${show(value)}`, {
    advice: "docs/config.md explains each option, under data.",
  });
}
