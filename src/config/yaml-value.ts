/** The value of a parsed YAML document, its aliases and merge keys resolved. */
import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from "yaml";
import { quoted } from "../text.ts";

/**
 * Most values of a document with those that its aliases stand for. A file without aliases has fewer; ten
 * lines of ten aliases each, every line naming the one before, stand for ten thousand millions.
 */
const MOST_VALUES = 50_000;
/** Names of anchors and keys that messages quote. */
const MOST_OF_A_NAME = 60;

/** Something that is wrong with a text. */
export interface YamlProblem {
  readonly text: string;
  /** Where in the text. */
  readonly offset: number;
}

/** A value, and where its parts were written. */
export interface YamlValue {
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  offsetOf(path: readonly (string | number)[]): number | undefined;
}

/** A value with the number of values in it, itself included. */
interface Counted {
  readonly value: unknown;
  readonly count: number;
}

/** The value of a document's contents. */
export function documentValue(contents: ParsedNode | null): YamlValue {
  const problems: YamlProblem[] = [];
  /** Of each group and list: where its keys or items begin. */
  const places = new Map<unknown, ReadonlyMap<string | number, number>>();
  /** By its name, what an anchor stands at; `undefined` while that is read. */
  const anchors = new Map<string, Counted | undefined>();
  let total = 0;
  /** Where what is read begins; the pairs of some tags have no place of their own. */
  let last = 0;

  const refuse = (node: { readonly range?: readonly number[] | null }, text: string): Counted => {
    problems.push({ text, offset: node.range?.[0] ?? last });
    return { value: undefined, count: 1 };
  };

  function read(node: ParsedNode | null): Counted {
    last = node?.range?.[0] ?? last;
    if (isAlias(node)) return resolve(node);
    const anchor = node?.anchor;
    if (anchor !== undefined) anchors.set(anchor, undefined);
    const found = isMap(node) ? group(node) : isSeq(node) ? list(node) : scalar(node);
    if (anchor !== undefined) anchors.set(anchor, found);
    return found;
  }

  function resolve(alias: { readonly source: string; readonly range?: readonly number[] | null }) {
    const name = quoted(alias.source, MOST_OF_A_NAME);
    if (!anchors.has(alias.source)) {
      return refuse(alias, `must be YAML: no anchor &${name} stands before the alias *${name}`);
    }
    const found = anchors.get(alias.source);
    if (found === undefined) {
      return refuse(alias, `must be YAML: the alias *${name} stands in what it names`);
    }
    total += found.count;
    if (total <= MOST_VALUES) return found;
    return refuse(alias, `its aliases must stand for at most ${MOST_VALUES} values`);
  }

  function scalar(node: ParsedNode | null): Counted {
    total++;
    if (node === null) return { value: null, count: 1 };
    const value = isScalar(node) ? node.value : undefined;
    if (isPlain(value)) return { value, count: 1 };
    // a tag such as !!binary or !!omap
    return refuse(node, "must be YAML: a value must be a text, a number, true, false or null");
  }

  function list({ items }: { readonly items: readonly ParsedNode[] }): Counted {
    const offsets = new Map<number, number>();
    let count = 1;
    total++;
    const value = items.map((item, i) => {
      if (problems.length > 0) return undefined;
      if (item.range) offsets.set(i, item.range[0]);
      const found = read(item);
      count += found.count;
      return found.value;
    });
    places.set(value, offsets);
    return { value, count };
  }

  function group(node: ParsedNode): Counted {
    const entries = new Map<string, unknown>();
    const offsets = new Map<string, number>();
    const merged: { readonly value: unknown; readonly at: ParsedNode }[] = [];
    /** What is written in the group wins, then what is merged first. */
    const merge = ({ value, at }: { readonly value: unknown; readonly at: ParsedNode }) => {
      for (const from of Array.isArray(value) ? value : [value]) {
        if (typeof from !== "object" || from === null || Array.isArray(from)) {
          refuse(at, "must be YAML: << must be given a group or a list of groups");
          return;
        }
        for (const [key, inner] of Object.entries(from)) {
          if (entries.has(key)) continue;
          entries.set(key, inner);
          const offset = places.get(from)?.get(key);
          if (offset !== undefined) offsets.set(key, offset);
        }
      }
    };
    let count = 1;
    total++;
    for (const { key, value } of isMap<ParsedNode, ParsedNode | null>(node) ? node.items : []) {
      if (problems.length > 0) break;
      // the name comes first: an anchor of it may be named in the value
      const name = isMergeKey(key) ? undefined : read(key);
      const found = read(value);
      count += found.count;
      if (name === undefined) {
        merged.push({ value: found.value, at: key });
        continue;
      }
      const text = isPlain(name.value) ? String(name.value ?? "") : undefined;
      if (text === undefined) refuse(key, "must be YAML: a key must be a word or a number");
      else if (text === "__proto__") refuse(key, "__proto__: unknown key");
      else if (entries.has(text)) refuse(key, "must be YAML: Map keys must be unique");
      else {
        entries.set(text, found.value);
        offsets.set(text, key.range[0]);
      }
    }
    if (problems.length === 0) merged.forEach(merge);
    const value = Object.fromEntries(entries);
    places.set(value, offsets);
    return { value, count };
  }

  const { value } = read(contents);
  return {
    value,
    problems,
    offsetOf(path) {
      let offset: number | undefined;
      let inner = value;
      for (const key of path) {
        const found = places.get(inner)?.get(key);
        if (found === undefined) break;
        offset = found;
        inner = (inner as Record<string | number, unknown>)[key];
      }
      return offset;
    },
  };
}

/** A `<<` without quotes. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
