/** JSON Schemas and values in words, for errors and documentation. */

/** The part of JSON Schema that schemas of options use. */
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
  /** Why there is a maximum, as `limits.ts` has it. */
  readonly because?: string;
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

/** {@link allowed} as the refusal of a value has it: a limit only where it exceeds it, with the reason. */
export function refusedText(node: SchemaNode, value: unknown): string {
  if (node.anyOf !== undefined) {
    return node.anyOf.map((one) => refusedText(one, value)).join(", or ");
  }
  const { maximum = Number.POSITIVE_INFINITY, because, ...rest } = node;
  if (because === undefined) return allowed(node);
  return Number(value) > maximum ? `${allowed(node)} (${because})` : allowed(rest);
}

/** The names of a method's variants; empty for other nodes. */
export function variantNames({ oneOf = [] }: SchemaNode): readonly string[] {
  return oneOf.map((variant) => variant.properties?.name?.const ?? "");
}

/** A value as an error shows it: JSON, shortened. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  const text = typeof value === "number" ? String(value) : jsonOf(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Programs give values that JSON does not have: big integers, objects that hold themselves. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
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
