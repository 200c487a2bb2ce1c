/** CONTRIBUTING.md as instructions: the files that it shows, and the lines that it adds to others. */
import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../../../CONTRIBUTING.md", import.meta.url), "utf8");

/** A code block of CONTRIBUTING.md that belongs to a file of the project. */
export type Instruction =
  /** A block of TypeScript whose first line is the comment `// <path>`: a new file. */
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  /** A block of `diff` whose first line is `+++ <path>`: lines to add to a file, with lines around them. */
  | { readonly kind: "patch"; readonly path: string; readonly lines: readonly string[] };

/** The instructions of CONTRIBUTING.md, in their order. */
export function instructions(markdown: string = text): Instruction[] {
  return [...markdown.matchAll(/^```(ts|diff)\n(.*?)^```$/gms)].map(([block, language, body]) => {
    const [, path, rest] = /^(?:\/\/|\+\+\+) (\S+)\n(.*)$/s.exec(body!) ?? [];
    if (path === undefined) throw new Error(`a block that names no file:\n${block}`);
    return language === "ts"
      ? { kind: "file", path, text: rest! }
      : { kind: "patch", path, lines: rest!.trimEnd().split("\n") };
  });
}

/**
 * The text of a file after a patch: lines that begin with `+` are added, the others, which begin with a
 * space, are the file's own around them. Each group of lines, `…` between two, stands once in the file.
 *
 * @throws Error for lines that the file does not have, or has twice.
 */
export function patched(source: string, lines: readonly string[]): string {
  return groupsOf(lines).reduce((result, group) => {
    const textOf = (kept: readonly string[]) => kept.map((line) => `${line.slice(1)}\n`).join("");
    const before = textOf(group.filter((line) => !line.startsWith("+")));
    const places = `\n${result}`.split(`\n${before}`).length - 1;
    if (places !== 1 || before === "") {
      throw new Error(`lines that stand ${places} times in the file, not once:\n${before}`);
    }
    const [head = "", tail = ""] = `\n${result}`.split(`\n${before}`);
    return `${head}\n${textOf(group)}${tail}`.slice(1);
  }, source);
}

function groupsOf(lines: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === "…") groups.push([]);
    else groups.at(-1)!.push(line === "" ? " " : line);
  }
  return groups;
}
