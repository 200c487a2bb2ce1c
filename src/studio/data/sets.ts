/** The data sets that there are, with their options as fields of a form. */
import { z } from "zod";
import { type DatasetRecord, datasets } from "../../data/index.ts";
import { allowed, type SchemaNode } from "../../schema-text.ts";
import type { ConfigValue, DataSet, FormField } from "../api.ts";

/** All data sets. */
export function dataSets(): readonly DataSet[] {
  return datasets.map((record) => {
    const { name, title, summary, license } = record;
    return { ...{ name, title, summary, license }, fields: fieldsOf(record) };
  });
}

function fieldsOf({ options }: Pick<DatasetRecord, "options">): readonly FormField[] {
  return Object.entries(options).map(([key, { schema, meaning, note, ...own }]) => {
    const node = z.toJSONSchema(schema, { io: "input" }) as SchemaNode;
    const usual = schema.safeParse(undefined).data ?? own.default;
    return {
      key,
      value: (usual ?? null) as ConfigValue,
      about: note === undefined ? meaning : `${meaning}; ${note}`,
      allowed: allowed(node),
      options: (own.values as readonly string[] | undefined) ?? node.enum ?? [],
    };
  });
}
