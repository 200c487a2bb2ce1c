/** The config's schema as JSON Schema, for editors and to describe the allowed values of a key. */
import { z } from "zod";
import { type SchemaNode, variantNames } from "../../schema-text.ts";
import { configSchema } from "../schema.ts";

/** A position in a config: keys and list indices. */
export type ConfigPath = readonly (string | number)[];

/**
 * The JSON Schema (draft 2020-12) of config files.
 *
 * An editor validates a file that begins with
 * `# yaml-language-server: $schema=<path of the schema's file>`.
 */
export function configJsonSchema(): SchemaNode & { readonly $schema: string } {
  const schema = z.toJSONSchema(configSchema, { io: "input" });
  return { title: "Evenkeel config", ...schema } as unknown as ReturnType<typeof configJsonSchema>;
}

const root: SchemaNode = configJsonSchema();

/** The schema at a path; `config` determines the variants of its methods. `undefined` for unknown keys. */
export function nodeAt(path: ConfigPath, config: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let value = config;
  for (const key of path) {
    node = childOf(node, value, key);
    value = childValue(value, key);
    if (node === undefined) return undefined;
  }
  return node;
}

/** Whether a key takes any text, in whichever variant of a method it is. */
export function isTextAt(path: ConfigPath): boolean {
  const nodes = path.reduce<readonly SchemaNode[]>(
    (found, key) =>
      found.flatMap((node) =>
        [node, ...(node.oneOf ?? [])].flatMap((one) => childOf(one, undefined, key) ?? []),
      ),
    [root],
  );
  const isText = (node: SchemaNode) =>
    node.type === "string" && node.enum === undefined && node.const === undefined;
  return nodes.length > 0 && nodes.every(isText);
}

/** The variant of a method that `value` names; the node itself if it is no method. */
export function variantOf(node: SchemaNode, value: unknown): SchemaNode {
  if (node.oneOf === undefined) return node;
  const name = childValue(value, "name") ?? childValue(node.default, "name");
  return node.oneOf.find((variant) => variant.properties?.name?.const === name) ?? nameOnly(node);
}

/** The value at a key of an object or an index of a list. */
export function childValue(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function childOf(node: SchemaNode, value: unknown, key: string | number): SchemaNode | undefined {
  if (node.type === "array") return typeof key === "number" ? node.items : undefined;
  const { properties, additionalProperties } = variantOf(node, value);
  const free = [{ additionalProperties }, ...(node.anyOf ?? [])].find(
    (n) => n.additionalProperties,
  );
  const known = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return known ?? (free?.additionalProperties || undefined);
}

/** The schema of a method with an unknown name: only its name. */
function nameOnly(node: SchemaNode): SchemaNode {
  return { type: "object", properties: { name: { type: "string", enum: variantNames(node) } } };
}
