/** The config's schema as JSON Schema: for editors, and to say what is allowed at a key. */
import { z } from "zod";
import { configSchema } from "../schema.ts";

/** The part of JSON Schema that the config's schema uses. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly minLength?: number;
  readonly items?: SchemaNode;
  /** The variants of a method, told apart by `properties.name.const`. */
  readonly oneOf?: readonly SchemaNode[];
  /** Values of different kinds. */
  readonly anyOf?: readonly SchemaNode[];
  /** What stands at keys that are free to choose, such as names of layers. */
  readonly additionalProperties?: SchemaNode | false;
}

/** A place in a config: keys, and positions in lists. */
export type ConfigPath = readonly (string | number)[];

/**
 * The config's JSON Schema (draft 2020-12), of what a config file may hold.
 *
 * An editor checks a file that begins with
 * `# yaml-language-server: $schema=<path of the schema's file>`.
 */
export function configJsonSchema(): SchemaNode & { readonly $schema: string } {
  const schema = z.toJSONSchema(configSchema, { io: "input" });
  return { title: "Evenkeel config", ...schema } as unknown as ReturnType<typeof configJsonSchema>;
}

const root: SchemaNode = configJsonSchema();

/** The schema at a path; `config` tells which variants its methods are. `undefined` for unknown keys. */
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

/** The variant of a method that `value` names; the node itself if it is no method. */
export function variantOf(node: SchemaNode, value: unknown): SchemaNode {
  if (node.oneOf === undefined) return node;
  const name = childValue(value, "name") ?? childValue(node.default, "name");
  return node.oneOf.find((variant) => variant.properties?.name?.const === name) ?? nameOnly(node);
}

/** The names of a method's variants; empty for other nodes. */
export function variantNames({ oneOf = [] }: SchemaNode): readonly string[] {
  return oneOf.map((variant) => variant.properties?.name?.const ?? "");
}

/** What of a value may stand at a node, in words that follow "must be". */
export function allowed(node: SchemaNode): string {
  if (node.enum) return `one of ${node.enum.join(", ")}`;
  if (node.const !== undefined) return node.const;
  if (node.oneOf) return `a group with a name (${variantNames(node).join(", ")})`;
  if (node.anyOf) return node.anyOf.map(allowed).join(", or ");
  switch (node.type) {
    case "boolean":
      return "true or false";
    case "integer":
      return `a whole number${range(node)}`;
    case "number":
      return `a number${range(node)}`;
    case "string":
      return node.minLength ? "text, not empty" : "text";
    case "array":
      return node.items ? `a list, each item ${allowed(node.items)}` : "a list";
    default:
      return node.additionalProperties
        ? `a group of names, each with ${allowed(node.additionalProperties)}`
        : "a group of keys";
  }
}

/** The value at a key of an object or a position in a list. */
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
  return properties?.[key] ?? (free?.additionalProperties || undefined);
}

/** What is known of a method whose name is not: that it has a name. */
function nameOnly(node: SchemaNode): SchemaNode {
  return { type: "object", properties: { name: { type: "string", enum: variantNames(node) } } };
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  const isBound = (limit: number | undefined) =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  const low = isBound(minimum) ? minimum : exclusiveMinimum;
  const high = isBound(maximum) ? maximum : exclusiveMaximum;
  const open = exclusiveMinimum !== undefined;
  if (low !== undefined && high !== undefined) {
    return ` in ${open ? "(" : "["}${low}, ${high}${exclusiveMaximum === undefined ? "]" : ")"}`;
  }
  if (low !== undefined) return ` ${open ? ">" : "≥"} ${low}`;
  return high === undefined ? "" : ` ${exclusiveMaximum === undefined ? "≤" : "<"} ${high}`;
}
