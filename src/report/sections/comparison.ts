/** Tables in which things are compared by several measures. */
import type { Table } from "../page/index.ts";

/** Things that stand side by side; more of them stand below each other. */
const SIDE_BY_SIDE = 3;

/** A measure with its value of each thing. */
export type ComparedRow = readonly [name: string, ...values: (string | number)[]];

/**
 * Few things side by side, a measure a row; many below each other, a measure a column.
 *
 * @param corner what stands above the names of the rows, in either case.
 */
export function comparisonTable(
  corner: { readonly measures: string; readonly things: string },
  things: readonly string[],
  rows: readonly ComparedRow[],
): Table {
  if (things.length <= SIDE_BY_SIDE) {
    // of cells of different kinds in a column all are aligned as text
    const texts = rows.map((row) => row.map(String));
    return { kind: "table", head: [corner.measures, ...things], rows: texts };
  }
  return {
    kind: "table",
    head: [corner.things, ...rows.map(([name]) => name)],
    rows: things.map((thing, i) => [thing, ...rows.map((row) => row[i + 1] ?? "")]),
  };
}
