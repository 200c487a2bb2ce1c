/** The problems of a config in words: the key, the rule, the value and a suggestion. */
import type { z } from "zod";
import { EvenkeelError } from "../errors.ts";
import { allowed, type SchemaNode, show, variantNames } from "../schema-text.ts";
import { nearest } from "../suggest.ts";
import type { Layer } from "./merge.ts";
import {
  type ConfigPath,
  childValue,
  configJsonSchema,
  nodeAt,
  variantOf,
} from "./reference/json-schema.ts";
import type { Problem } from "./sources.ts";

/** The schema's errors about a config, one for each wrong value or key. */
export function schemaProblems(error: z.ZodError, config: Layer): readonly Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path as ConfigPath;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...path, key],
        text: `unknown key; ${meantKey(path, key, config)}`,
      }));
    }
    const value = valueAt(config, path);
    const node = nodeAt(path, config);
    // Messages of the schema itself start with these words.
    const worded = issue.code === "invalid_format" || issue.message.startsWith("must be ");
    const rule = worded || node === undefined ? issue.message : `must be ${allowed(node)}`;
    return [{ path, text: `${rule}, got ${show(value)}${meantValue(node, value)}` }];
  });
}

/** The error for a config or settings with these problems. */
export function configProblems(message: string, problems: readonly Problem[]): EvenkeelError {
  return new EvenkeelError("CONFIG", message, {
    advice: "docs/config.md explains every key.",
    details: { problems: problems.map(({ path, text }) => ({ path: path.join("."), text })) },
  });
}

/** The value at a path of a config. */
export function valueAt(config: unknown, path: ConfigPath): unknown {
  return path.reduce(childValue, config);
}

function meantKey(path: ConfigPath, key: string, config: Layer): string {
  const node = nodeAt(path, config) ?? {};
  const value = valueAt(config, path);
  const variant = variantOf(node, value);
  const owners = (node.oneOf ?? []).filter(({ properties = {} }) => Object.hasOwn(properties, key));
  if (owners.length > 0) {
    const names = owners.map(({ properties }) => properties?.name?.const).join(", ");
    return `it belongs to ${names}, not to ${variant.properties?.name?.const}`;
  }
  const known = Object.keys(variant.properties ?? {});
  const near = nearest(key, known);
  if (near !== undefined) return `did you mean ${near}?`;
  const places = allPaths.filter((place) => place.endsWith(`.${key}`));
  if (places.length > 0) return `did you mean ${places.join(" or ")}?`;
  return `known here: ${known.join(", ")}`;
}

function meantValue(node: SchemaNode | undefined, value: unknown): string {
  if (node === undefined || typeof value !== "string") return "";
  const name = nearest(value, variantNames(node));
  if (name !== undefined) return `; did you mean {name: ${name}}?`;
  const near = nearest(value, node.enum ?? []);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** The full path of every key of the schema. */
const allPaths: readonly string[] = [...new Set(pathsBelow(configJsonSchema(), ""))];

function pathsBelow(node: SchemaNode, prefix: string): string[] {
  const groups = [node, ...(node.oneOf ?? [])];
  return groups.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, child]) => [
      `${prefix}${key}`,
      ...pathsBelow(child, `${prefix}${key}.`),
    ]),
  );
}
