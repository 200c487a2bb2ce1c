/** Numbers and words for people. */
import { styleText } from "node:util";
import type { VerdictState } from "../analysis/index.ts";

/** `2m 05s`, `1h 02m`, `3d 4h`. */
export function formatSeconds(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const [days, hours] = [Math.floor(total / 86400), Math.floor(total / 3600) % 24];
  const [minutes, rest] = [Math.floor(total / 60) % 60, total % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${two(minutes)}m`;
  if (minutes > 0) return `${minutes}m ${two(rest)}s`;
  return `${rest}s`;
}

/** `812 B`, `1.4 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `3 828 739`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** `1 run`, `12 runs`. */
export function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

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
    const [first = "", ...more] = wrap(row.at(-1) ?? "", width - indent);
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

/** Lines of whole words, each up to `width` long where its words are. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
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
