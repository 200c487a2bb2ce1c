/** What is wrong with settings, in words: the key, the rule, the value and what was meant. */
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import { refusedText, type SchemaNode, show } from "../../schema-text.ts";
import { nearest } from "../../suggest.ts";

/** A node of a schema, and the value that was given for it. */
interface Place {
  readonly node: SchemaNode | undefined;
  readonly value: unknown;
}

/**
 * The error for settings that a schema refuses.
 *
 * @param given what it was given.
 */
export function settingsError(
  schema: z.ZodType,
  { issues }: z.ZodError,
  given: unknown,
): EvenkeelError {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode;
  const seen = new Set<string>();
  const problems = issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const at = (keys: readonly string[]) => placeAt({ node: root, value: given }, keys);
    const place = at(path);
    const method = at(path.slice(0, -1));
    const told: readonly (readonly [key: string, rule: string])[] =
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => [[...path, key].join("."), unknownKey(place, key)])
        : path.at(-1) === "name" && method.node?.oneOf !== undefined
          ? [[path.join("."), wrongName(method, place.value)]]
          : [[path.join("."), wrongValue(issue, place)]];
    // a number may be beyond several of its limits
    return told.filter(([key]) => !seen.has(key) && seen.add(key));
  });
  const text = problems.map(([key, rule]) => `${key}: ${rule}`).join("; ");
  return new EvenkeelError("CONFIG", text, {
    advice: "docs/classify.md explains every setting.",
    details: { problems: problems.map(([key, rule]) => ({ path: key, text: rule })) },
  });
}

function placeAt(from: Place, path: readonly string[]): Place {
  return path.reduce(({ node, value }, key) => {
    const inner = Object(value)[key] as unknown;
    return { node: propertiesOf({ node, value })[key] ?? node?.items, value: inner };
  }, from);
}

/** The keys that a group has; those of the method that it names. */
function propertiesOf({ node, value }: Place): Readonly<Record<string, SchemaNode>> {
  const { name } = Object(value) as { readonly name?: unknown };
  const variant = node?.oneOf?.find(({ properties }) => properties?.name?.const === name);
  return (variant ?? node)?.properties ?? {};
}

function unknownKey(place: Place, key: string): string {
  const known = Object.keys(propertiesOf(place));
  const near = nearest(key, known);
  return near === undefined
    ? `unknown; known here: ${known.join(", ")}`
    : `unknown; did you mean ${near}?`;
}

function wrongValue({ message }: z.core.$ZodIssue, { node, value }: Place): string {
  const rule =
    message.startsWith("must be ") || node === undefined
      ? message
      : `must be ${refusedText(node, value)}`;
  return `${rule}, got ${show(value)}`;
}

/** A name that no method has, or none. */
function wrongName({ node }: Place, name: unknown): string {
  const names = node?.oneOf?.map(({ properties }) => properties?.name?.const ?? "") ?? [];
  const near = typeof name === "string" ? nearest(name, names) : undefined;
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  return `must be one of ${names.join(", ")}, got ${show(name)}${meant}`;
}
