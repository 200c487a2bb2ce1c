/**
 * YAML as config and sweep files have it: values, and the line of each.
 *
 * The parser takes microseconds and a kilobyte for each lexeme, and overflows the stack for lists nested
 * deep; aliases let a file of ten lines stand for more values than the memory holds. So a file is measured
 * on the way: its lexemes first, its levels while it is parsed, then what its aliases stand for.
 */
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from "yaml";
import { documentValue, type YamlProblem } from "./yaml-value.ts";

/**
 * Most lexemes of a file: words, spaces, line ends and punctuation marks. The longest range of a sweep
 * (10 000 values) has 30 000 when it is written out.
 */
const MOST_LEXEMES = 50_000;
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
  const lexemes: string[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexemes.push(lexeme) > MOST_LEXEMES) {
      return refused({
        text: `must have at most ${MOST_LEXEMES} words and punctuation marks`,
        offset: 0,
      });
    }
  }
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of lexemes) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // a document and its innermost value are no levels
    if (parser.stack.length > MOST_LEVELS + 2) {
      const text = `must be nested in ${MOST_LEVELS} levels at most`;
      return refused({ text, offset: parser.offset });
    }
  }
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

function startOf({ contents, range: [start] }: Document.Parsed): number {
  return contents?.range?.[0] ?? start;
}
