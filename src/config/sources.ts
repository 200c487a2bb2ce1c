/** Where the values of a config come from: a YAML file with its lines, and `--set` options. */
import { quoted } from "../text.ts";
import { isLayer, type Layer, layerOf, mergeLayers } from "./merge.ts";
import { type ConfigPath, isTextAt } from "./reference/json-schema.ts";
import { readYaml } from "./yaml.ts";

/** The maximum number of syntax errors to report for a file. */
const MOST_SYNTAX_PROBLEMS = 5;

/** A problem of a config. */
export interface Problem {
  /** The key with the problem; empty for a whole file. */
  readonly path: ConfigPath;
  /** The rule, the value and, if there is one, a suggestion. */
  readonly text: string;
  /** Where it was written, such as `my.yaml, line 3`, if `path` does not determine it. */
  readonly source?: string;
}

/** A layer of a config, and where its values were written. */
export interface Source {
  readonly layer: Layer;
  readonly problems: readonly Problem[];
  /** Such as `my.yaml, line 3` or `--set steps=0`; `undefined` if this source does not contain the key. */
  locate(path: ConfigPath): string | undefined;
}

/** A source of built-in settings, such as a recipe's, which are valid. */
export function builtInSource(layer: Layer): Source {
  return { layer, problems: [], locate: () => undefined };
}

/** Reads a config file's text, which must hold keys and values: an empty one is refused. */
export function yamlSource(file: string, text: string): Source {
  const { value, problems: found, lineOf, offsetOf } = readYaml(text);
  const at = (offset: number) => `${file}, line ${lineOf(offset)}`;
  // a text that is no YAML at all has hundreds
  const problems: Problem[] = found.slice(0, MOST_SYNTAX_PROBLEMS).map((problem) => ({
    path: [],
    text: quoted(problem.text),
    source: at(problem.offset),
  }));
  const isFilled = isLayer(value) && Object.keys(value).length > 0;
  if (problems.length === 0 && !isFilled) {
    const got = isLayer(value) || value === null ? ", got none" : "";
    problems.push({ path: [], text: `must hold keys and values${got}`, source: at(0) });
  }
  return {
    layer: isLayer(value) ? value : {},
    problems,
    locate(path) {
      const offset = offsetOf(path);
      return offset === undefined ? undefined : at(offset);
    },
  };
}

/** A setting of one key: as a person writes it, `path=value`, or the key and the value themselves. */
export type Setting = string | readonly [path: string, value: unknown];

/**
 * Reads settings, keys joined by dots; later ones win. Of those that a person writes, `path=value`, the
 * value of a key that takes a text is that text, whatever it looks like in YAML (` #1`, `2024`, `@x`),
 * quotes around it taken off; any other value is YAML.
 */
export function setSource(settings: readonly Setting[]): Source {
  const problems: Problem[] = [];
  let layer: Layer = {};
  const keys: { readonly path: string; readonly source: string }[] = [];
  for (const setting of settings) {
    const source = `--set ${quoted(textOf(setting))}`;
    const [path, value] = typeof setting === "string" ? split(setting) : setting;
    if (path === undefined) {
      problems.push({ path: [], text: "must be path=value, as in --set steps=1000", source });
      continue;
    }
    const parts = path.split(".");
    if (parts.includes("__proto__")) {
      problems.push({ path: parts, text: "unknown key", source });
      continue;
    }
    const read =
      typeof setting === "string" ? readValue(value as string, isTextAt(parts)) : { value };
    if (read.problem === undefined) {
      layer = mergeLayers(layer, layerOf(parts, read.value));
      keys.unshift({ path, source });
    } else {
      problems.push({ path: [], text: `the value ${read.problem}`, source });
    }
  }
  return {
    layer,
    problems,
    locate(path) {
      const wanted = `${path.join(".")}.`;
      const written = keys.find((key) => wanted.startsWith(`${key.path}.`));
      // of a key that takes no keys, the setting of one in it
      return (written ?? keys.find((key) => `${key.path}.`.startsWith(wanted)))?.source;
    },
  };
}

function textOf(setting: Setting): string {
  return typeof setting === "string" ? setting : `${setting[0]}=${JSON.stringify(setting[1])}`;
}

function split(option: string): [path: string | undefined, value: string] {
  const [, path, value = ""] = /^([^=]+)=(.*)$/s.exec(option) ?? [];
  return [path?.trim(), value];
}

function readValue(text: string, isText: boolean): { value?: unknown; problem?: string } {
  const { value, problems } = readYaml(text);
  if (isText) {
    const isQuoted = /^(["']).*\1$/s.test(text) && typeof value === "string";
    return { value: isQuoted ? value : text };
  }
  const [problem] = problems;
  return problem === undefined ? { value } : { problem: quoted(problem.text) };
}
