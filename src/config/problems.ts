/** The problems of a config in words: the key, the rule, the value and a suggestion. */
import type { z } from "zod";
import { refusedText, type SchemaNode, show, variantNames } from "../schema-text.ts";
import { isSameWord, nearest } from "../suggest.ts";
import { quoted } from "../text.ts";
import type { Layer } from "./merge.ts";
import {
  type ConfigPath,
  childValue,
  configJsonSchema,
  nodeAt,
  variantOf,
} from "./reference/json-schema.ts";
import type { Problem } from "./sources.ts";

/** Characters of a key that a message quotes; the longest one of a config has 60. */
const MOST_OF_A_KEY = 120;

/** Most problems that are told of one config; a file that is no config at all has thousands. */
const MOST_PROBLEMS = 10;

/** What a schema refuses, each value once: a number may be beyond several of its limits. */
function distinctIssues({ issues }: z.ZodError): readonly z.core.$ZodIssue[] {
  const seen = new Set<string>();
  return issues.filter(({ code, path }) => {
    const place = JSON.stringify([code === "unrecognized_keys", ...path]);
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** The keys and values that a schema refuses, each once. */
export function refusedPaths(error: z.ZodError): readonly ConfigPath[] {
  return distinctIssues(error).flatMap((issue): ConfigPath[] => {
    const path = issue.path as ConfigPath;
    return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...path, key]) : [path];
  });
}

/**
 * The schema's complaints about a config, one for each wrong value or key, in the order of
 * {@link refusedPaths}.
 *
 * @param most how many; what was meant takes a comparison with every key there is.
 */
export function schemaProblems(
  error: z.ZodError,
  config: Layer,
  most = MOST_PROBLEMS,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const issue of distinctIssues(error)) {
    const path = issue.path as ConfigPath;
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys.slice(0, most - problems.length)) {
        const text = `unknown key; ${meantKey(path, key, config)}`;
        problems.push({ path: [...path, key], text });
      }
    } else problems.push({ path, text: valueProblem(issue, path, config) });
    if (problems.length >= most) break;
  }
  return problems;
}

function valueProblem(issue: z.core.$ZodIssue, path: ConfigPath, config: Layer): string {
  const value = valueAt(config, path);
  const node = nodeAt(path, config);
  // a schema's own words begin like this
  const worded = issue.code === "invalid_format" || issue.message.startsWith("must be ");
  const rule = worded || node === undefined ? issue.message : `must be ${refusedText(node, value)}`;
  return `${rule}, got ${show(value)}${meantValue(node, value)}`;
}

/**
 * Problems as a message and as its details, the first {@link MOST_PROBLEMS} of them.
 *
 * @param what has them, such as `the config`.
 * @param line a problem as the message has it.
 * @param total how many there are; default: all that are given.
 */
export function tellProblems(
  what: string,
  problems: readonly Problem[],
  line: (problem: Problem) => string,
  total = problems.length,
) {
  const told = problems.slice(0, MOST_PROBLEMS);
  const count = total === 1 ? "a problem" : `${total} problems`;
  const more = total > told.length ? `\n  and ${total - told.length} more` : "";
  return {
    message: `${what} has ${count}:\n${told.map((one) => `  ${line(one)}`).join("\n")}${more}`,
    details: {
      problems: told.map(({ path, text }) => ({ path: path.join("."), text })),
      count: total,
    },
  };
}

/** A key with its whole path, as a message has it. */
export function keyText(path: ConfigPath): string {
  return quoted(path.map((key) => (key === "" ? '""' : key)).join("."), MOST_OF_A_KEY);
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
  const places = near !== undefined && isSameWord(near, key) ? [] : keysNamed(key);
  const meant = places.length > 0 ? places.join(" or ") : near;
  return meant === undefined ? `known here: ${known.join(", ")}` : `did you mean ${meant}?`;
}

/** Most keys of one name that are suggested. */
const MOST_MEANT = 4;

/**
 * The keys of a config that have a name, with their whole paths: the one at the top, else up to four others.
 * Case, `_` and `-` make no difference.
 */
export function keysNamed(name: string): readonly string[] {
  const top = allPaths.find((path) => isSameWord(path, name));
  if (top !== undefined) return [top];
  const last = (path: string) => path.slice(path.lastIndexOf(".") + 1);
  return allPaths.filter((path) => isSameWord(last(path), name)).slice(0, MOST_MEANT);
}

function meantValue(node: SchemaNode | undefined, value: unknown): string {
  if (node?.type === "string" && ["number", "boolean"].includes(typeof value)) {
    return `; write it in quotes, "${value}"`;
  }
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
