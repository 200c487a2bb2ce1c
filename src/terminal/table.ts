/** Tables and paragraphs of plain text. */
import { escapeControls, wrapText } from "../text.ts";
import { printLines, WIDTH } from "./terminal.ts";

/**
 * Lines of a table: columns padded to their widest cell, two spaces apart. Where a line would be longer
 * than `width`, the last cell continues below its beginning.
 */
export function table(texts: readonly (readonly string[])[], width = Infinity): string[] {
  const rows = texts.map((row) => row.map(escapeControls));
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
  printLines(table(rows, isTTY ? columns : Infinity));
}

/** Rows of name, right-aligned value and spread. */
export function alignedRows(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([, value = ""]) => value.length));
  return table(
    rows.map(([name = "", value = "", rest = ""]) => [name, value.padStart(width), rest]),
  );
}

/**
 * A table whose columns after the first `kept` are right-aligned; those that do not fit into 80 columns
 * follow in further tables.
 */
export function columns(
  names: readonly string[],
  texts: readonly (readonly string[])[],
  kept: number,
): string[] {
  const [head = [], ...rows] = [names, ...texts].map((row) => row.map(escapeControls));
  const widths = head.map((cell, i) =>
    Math.max(cell.length, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const first = widths.slice(0, kept).reduce((sum, width) => sum + width + 2, 0);
  const groups: number[][] = [[]];
  let used = first;
  for (let i = kept; i < head.length; i++) {
    const width = widths[i]! + 2;
    if (used + width > WIDTH && groups.at(-1)!.length > 0) {
      groups.push([]);
      used = first;
    }
    groups.at(-1)!.push(i);
    used += width;
  }
  const keptColumns = Array.from({ length: kept }, (_, i) => i);
  return groups.flatMap((group, n) => [
    ...(n === 0 ? [] : [""]),
    ...[head, ...rows].map((row) =>
      [...keptColumns, ...group]
        .map((i) =>
          i < kept ? (row[i] ?? "").padEnd(widths[i]!) : (row[i] ?? "").padStart(widths[i]!),
        )
        .join("  ")
        .trimEnd(),
    ),
  ]);
}

/** Text of at most 80 columns whose further lines are indented. */
export function hanging(text: string, indent = "  "): string[] {
  const [start = ""] = /^ */.exec(text) ?? [];
  const [first = "", ...rest] = wrapText(text.trimStart(), WIDTH - start.length - indent.length);
  return [start + first, ...rest.map((line) => start + indent + line)];
}
