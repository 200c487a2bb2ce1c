import type { Matrix64 } from "./inner-products.ts";

/** Rows and columns that are copied at a time, so that both sides stay in the cache. */
const TILE = 32;

/** Mᵀ */
export function transpose({ data, rows, columns }: Matrix64): Matrix64 {
  const result = new Float64Array(data.length);
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(top + TILE, rows);
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(left + TILE, columns);
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < right; j++) result[j * rows + i] = data[i * columns + j]!;
      }
    }
  }
  return { data: result, rows: columns, columns: rows };
}
