/**
 * YAML as config and sweep files have it: values, and the line of each.
 *
 * The parser takes a microsecond and a kilobyte for each sign, and overflows the stack where lists lie in
 * lists in lists; aliases make a file of ten lines as large as the memory. So a file is measured on the
 * way: its signs first, then its levels, then what its aliases stand for.
 */
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from "yaml";
import { documentValue, type YamlProblem } from "./yaml-value.ts";

/**
 * Most keys, values, spaces, line ends and punctuation marks of a file. The longest range of a sweep
 * (10 000 values) has 30 000 when it is written out.
 */
const MOST_SIGNS = 50_000;
/**
 * Most lists and groups around a value. A config has five; some thousands overflow the parser's stack, and
 * where that happens in a regular expression they end the process.
 */
const MOST_LEVELS = 100;

/** A text that was read. */
export interface Yaml {
  /** `null` for an empty text, `undefined` for one with problems. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** The line of a place in the text, from 1 on. */
  lineOf(offset: number): number;
  /** Where the deepest key of a path that the text has begins; `undefined` if it has none of them. */
  offsetOf(path: readonly (string | number)[]): number | undefined;
}

/**
 * Reads one document in YAML 1.2 with merge keys (`<<`) of YAML 1.1. Keys become texts. Never throws.
 */
export function readYaml(text: string): Yaml {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const refused = (...problems: readonly YamlProblem[]): Yaml => ({
    ...{ value: undefined, problems, lineOf, offsetOf: () => undefined },
  });
  const signs: string[] = [];
  for (const sign of new Lexer().lex(text)) {
    if (signs.push(sign) > MOST_SIGNS) {
      return refused({ text: `must have at most ${MOST_SIGNS} signs and words`, offset: 0 });
    }
  }
  if (levelsOf(signs) > MOST_LEVELS) {
    return refused({ text: `must be nested in ${MOST_LEVELS} levels at most`, offset: 0 });
  }
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const sign of signs) for (const token of parser.next(sign)) tokens.push(token);
  for (const token of parser.end()) tokens.push(token);
  // repeated keys are found below: the parser compares each with each
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const [document, another] = [...composer.compose(tokens, true, text.length)];
  if (document === undefined) return refused();
  const wrong = [...document.errors, ...document.warnings].map(({ message, pos: [offset] }) => ({
    text: `must be YAML: ${message.split("\n")[0]}`,
    offset,
  }));
  if (another !== undefined) {
    wrong.push({ text: "must be YAML: one document, without ---", offset: startOf(another) });
  }
  if (wrong.length > 0) return refused(...wrong);
  const { value, problems, offsetOf } = documentValue(document.contents);
  return problems.length > 0 ? refused(...problems) : { value, problems, lineOf, offsetOf };
}

/**
 * The most levels of a text, or more: brackets that are open, and lines that are indented further and
 * further, each with as many levels as it has `-`, `?` and `:`.
 */
function levelsOf(signs: readonly string[]): number {
  /** Of the lines that the one at hand is indented in: where they begin, and their levels with those before. */
  const lines: { readonly indent: number; levels: number }[] = [];
  let [most, brackets, indent] = [0, 0, 0];
  let isStart = true;
  for (const sign of signs) {
    if (brackets === 0 && isStart && !/^[\r\n]/.test(sign)) {
      indent = /^ *$/.test(sign) ? sign.length : 0;
      while ((lines.at(-1)?.indent ?? -1) >= indent) lines.pop();
      lines.push({ indent, levels: (lines.at(-1)?.levels ?? 0) + 1 });
    }
    isStart = /^\r?\n/.test(sign);
    if (sign === "[" || sign === "{") brackets++;
    else if (sign === "]" || sign === "}") brackets = Math.max(0, brackets - 1);
    else if (brackets === 0 && ["-", "?", ":"].includes(sign)) lines.at(-1)!.levels++;
    most = Math.max(most, brackets + (lines.at(-1)?.levels ?? 0));
  }
  return most;
}

function startOf({ contents, range: [start] }: Document.Parsed): number {
  return contents?.range?.[0] ?? start;
}
