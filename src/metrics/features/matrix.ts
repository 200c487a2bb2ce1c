/** Features of images, a row each, and what is common to all that is computed from them. */
import { EvenkeelError } from "../../errors.ts";
import type { Engine } from "../../runtime/index.ts";
import { countOf } from "../../text.ts";

/** A matrix in row-major order: one row for each image, one column for each feature (or pixel, or class). */
export interface FeatureMatrix {
  readonly data: Float32Array | Float64Array | Uint8Array;
  readonly rows: number;
  readonly columns: number;
}

/** How something slow is computed. */
export interface ComputeOptions {
  /**
   * Where the large matrix products run, in float64. Default: plain JavaScript on one thread, which gives
   * the same to rounding and is some fifteen times slower.
   */
  readonly engine?: Engine | undefined;
  /** Called from time to time with the share that is done, 0 … 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** The options of a part of the work, which goes from `begin` to `end` of the whole. */
export function partOf(
  { engine, onProgress }: ComputeOptions,
  begin: number,
  end: number,
): ComputeOptions {
  return {
    engine,
    onProgress: onProgress && ((share) => onProgress(begin + (end - begin) * share)),
  };
}

/** The first rows, `count` of them or as many as there are. */
export function firstRows(features: FeatureMatrix, count: number): FeatureMatrix {
  const rows = Math.min(count, features.rows);
  return { ...features, data: features.data.subarray(0, rows * features.columns), rows };
}

/**
 * Makes sure that features can be computed with.
 *
 * @param where what the error names: a function and its argument, or a file.
 * @param least the fewest rows that make sense. Default 1.
 * @throws EvenkeelError `SHAPE` when the data do not fit rows × columns or there are fewer than `least`
 *   rows; `DATA` naming the row and column of the first value that is not finite.
 */
export function checkFeatures(where: string, features: FeatureMatrix, least = 1): void {
  const { data, rows, columns } = features;
  if (!isCount(rows) || !isCount(columns) || data.length !== rows * columns || columns < 1) {
    throw new EvenkeelError(
      "SHAPE",
      `${where}: data must have rows x columns elements, got ${data.length} for ${rows} x ${columns}`,
    );
  }
  if (rows < least) {
    throw new EvenkeelError(
      "SHAPE",
      `${where}: must have at least ${countOf(least, "row")}, got ${rows}`,
      { advice: "A row is one image; give more of them." },
    );
  }
  if (data instanceof Uint8Array) return;
  for (let i = 0; i < data.length; i++) {
    if (Number.isFinite(data[i])) continue;
    const [row, column] = [Math.floor(i / columns), i % columns];
    throw new EvenkeelError(
      "DATA",
      `${where}: values must be finite, got ${data[i]} in row ${row}, column ${column} (counted from 0)`,
      {
        advice: "Look at what made this row: an image that is broken, or a network that diverged.",
      },
    );
  }
}

/**
 * Makes sure that two feature matrices are of the same kind.
 *
 * @throws EvenkeelError `SHAPE` when they have different numbers of columns.
 */
export function checkSameColumns(where: string, a: FeatureMatrix, b: FeatureMatrix): void {
  if (a.columns === b.columns) return;
  throw new EvenkeelError(
    "SHAPE",
    `${where}: real and fake features must have as many columns, got ${a.columns} and ${b.columns}`,
    { advice: "Take both from the same layer of the same network." },
  );
}

/** The rows `begin` … `end` − 1 less `center`, in float64. */
export function centeredRows(
  { data, columns }: FeatureMatrix,
  begin: number,
  end: number,
  center: Float64Array,
): Float64Array {
  const result = new Float64Array((end - begin) * columns);
  let from = begin * columns;
  for (let at = 0; at < result.length; at += columns) {
    for (let c = 0; c < columns; c++) result[at + c] = data[from++]! - center[c]!;
  }
  return result;
}

/** The rows with these numbers. */
export function selectRows(features: FeatureMatrix, rows: ArrayLike<number>): FeatureMatrix {
  const { data, columns } = features;
  const selected = new (data.constructor as Float64ArrayConstructor)(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * columns;
    selected.set(data.subarray(from, from + columns), i * columns);
  }
  return { data: selected, rows: rows.length, columns };
}

/** The mean of each column. */
export function columnMeans({ data, rows, columns }: FeatureMatrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let at = 0; at < data.length; at += columns) {
    for (let c = 0; c < columns; c++) mean[c] = mean[c]! + data[at + c]!;
  }
  return mean.map((sum) => sum / rows);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
