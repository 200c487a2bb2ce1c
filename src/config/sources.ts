/** The sources of a config's values: YAML files with line numbers, and `--set` options. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parse,
  parseDocument,
} from "yaml";
import { isLayer, type Layer, layerOf, mergeLayers } from "./merge.ts";
import type { ConfigPath } from "./reference/json-schema.ts";

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

/** Reads the text of a config file. */
export function yamlSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${file}, line ${lines.linePos(offset).line}`;
  // A text that is not YAML at all has hundreds of them.
  const problems: Problem[] = [...document.errors, ...document.warnings]
    .slice(0, MOST_SYNTAX_PROBLEMS)
    .map((error) => ({
      path: [],
      text: `must be YAML: ${error.message.split("\n")[0]?.slice(0, 200)}`,
      source: at(error.pos[0]),
    }));
  const content: unknown = problems.length === 0 ? (document.toJS() ?? {}) : {};
  if (!isLayer(content)) {
    problems.push({ path: [], text: "must hold keys and values", source: at(0) });
  }
  return {
    layer: isLayer(content) ? content : {},
    problems,
    locate(path) {
      const offset = offsetOf(document, path);
      return offset === undefined ? undefined : at(offset);
    },
  };
}

/**
 * Reads `--set` options `path=value`: keys joined by dots, the value in YAML. Later ones override earlier
 * ones.
 */
export function setSource(options: readonly string[]): Source {
  const problems: Problem[] = [];
  let layer: Layer = {};
  const keys: { readonly path: string; readonly option: string }[] = [];
  for (const option of options) {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(option) ?? [];
    const source = `--set ${option}`;
    if (path === undefined || value === undefined) {
      problems.push({ path: [], text: "must be path=value, as in --set steps=1000", source });
      continue;
    }
    try {
      layer = mergeLayers(
        layer,
        layerOf(path.trim().split("."), parse(value, { prettyErrors: false })),
      );
      keys.unshift({ path: path.trim(), option });
    } catch (error) {
      const reason = (error as Error).message;
      problems.push({ path: [], text: `the value must be YAML: ${reason}`, source });
    }
  }
  return {
    layer,
    problems,
    locate(path) {
      const wanted = `${path.join(".")}.`;
      const found = keys.find((key) => wanted.startsWith(`${key.path}.`));
      return found && `--set ${found.option}`;
    },
  };
}

/** The position of the deepest key of a path that exists in the document. */
function offsetOf(document: Document, path: ConfigPath): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0];
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number") {
      node = node.items[key];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
