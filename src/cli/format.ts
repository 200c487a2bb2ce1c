/** Numbers and words for people. */
import { styleText } from "node:util";
import type { VerdictState } from "../analysis/index.ts";
import { wrapText } from "../text.ts";

/**
 * Lines of a table: columns padded to their widest cell, two spaces apart. Where a line would be longer
 * than `width`, the last cell goes on below its own beginning.
 */
export function table(rows: readonly (readonly string[])[], width = Infinity): string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  );
  const indent = widths.slice(0, -1).reduce((sum, n) => sum + n + 2, 0);
  return rows.flatMap((row) => {
    const [first = "", ...more] = wrapText(row.at(-1) ?? "", width - indent);
    const cells = row.slice(0, -1).map((cell, i) => cell.padEnd(widths[i] ?? 0));
    return [
      [...cells, first].join("  ").trimEnd(),
      ...more.map((line) => " ".repeat(indent) + line),
    ];
  });
}

/** Prints a table, fitted to the terminal where there is one. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const { isTTY, columns } = process.stdout;
  for (const line of table(rows, isTTY ? columns : Infinity)) console.log(line);
}

/** A verdict's state in a word, in red on a terminal that shows colors unless it is healthy. */
export function healthWord(state: VerdictState): string {
  const word = WORDS[state];
  return state === "healthy" ? word : styleText("red", word, { stream: process.stderr });
}

const WORDS: Readonly<Record<VerdictState, string>> = {
  healthy: "healthy",
  "not-finite": "not finite",
  "gradients-exploding": "exploding",
  "gradients-vanishing": "vanishing",
  "discriminator-saturated": "saturated",
  "mode-collapse-suspected": "collapsed?",
  "not-learning": "not learning",
};
