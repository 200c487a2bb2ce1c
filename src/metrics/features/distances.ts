/** Distances between rows, screened by matrix products and settled exactly. */
import type { Engine } from "../../runtime/index.ts";
import { innerProducts, type Matrix64 } from "../linear-algebra/inner-products.ts";
import { centeredRows, type FeatureMatrix } from "./matrix.ts";

/** Rows of either side that are compared at a time; bounds the memory. */
const CHUNK = 1024;

/** Approximate squared distances between some rows of either side. */
export interface DistanceBlock {
  /** The first row of each side, and how many. */
  readonly firstRow: number;
  readonly rows: number;
  readonly firstColumn: number;
  readonly columns: number;
  /** ‖a‖² + ‖b‖² − 2⟨a, b⟩, `[rows, columns]`. */
  readonly squares: Float64Array;
  /** How far `squares` may be from the truth for one row and one column. */
  slack(row: number, column: number): number;
}

/**
 * Goes through all pairs of rows of `a` and `b`, block by block; for each block of rows of `a` from the
 * first block of `b` to the last.
 *
 * ‖a‖² + ‖b‖² − 2⟨a, b⟩ cancels where rows are close, so each block also says how wrong it may be; who
 * compares must ask {@link squaredDistance} where that matters. `center`, somewhere amid the rows, is
 * taken off both sides first, which keeps the cancellation small.
 */
export async function* distanceBlocks(
  a: FeatureMatrix,
  b: FeatureMatrix,
  center: Float64Array,
  engine: Engine | undefined,
): AsyncGenerator<DistanceBlock> {
  const d = a.columns;
  for (let top = 0; top < a.rows; top += CHUNK) {
    const upper = chunk(a, top, center);
    for (let left = 0; left < b.rows; left += CHUNK) {
      const lower = chunk(b, left, center);
      const squares = await innerProducts(upper.matrix, lower.matrix, engine);
      const [rows, columns] = [upper.matrix.rows, lower.matrix.rows];
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          const at = i * columns + j;
          squares[at] = upper.norms[i]! + lower.norms[j]! - 2 * squares[at]!;
        }
      }
      // a sum of d products is wrong by d/2 ulps of its terms at most; centering adds one; doubled
      const unit = (d + 4) * Number.EPSILON;
      yield {
        firstRow: top,
        rows,
        firstColumn: left,
        columns,
        squares,
        slack: (i, j) => unit * 2 * (upper.norms[i]! + lower.norms[j]!),
      };
    }
  }
}

/** ‖a_i − b_j‖² in float64: the same for equal rows wherever they stand, and either way round. */
export function squaredDistance(a: FeatureMatrix, i: number, b: FeatureMatrix, j: number): number {
  const d = a.columns;
  const [x, y] = [a.data, b.data];
  const [from, other] = [i * d, j * d];
  let [even, odd] = [0, 0];
  let c = 0;
  for (; c + 1 < d; c += 2) {
    const first = x[from + c]! - y[other + c]!;
    const second = x[from + c + 1]! - y[other + c + 1]!;
    even += first * first;
    odd += second * second;
  }
  if (c < d) even += (x[from + c]! - y[other + c]!) ** 2;
  return even + odd;
}

interface Chunk {
  readonly matrix: Matrix64;
  readonly norms: Float64Array;
}

function chunk(features: FeatureMatrix, begin: number, center: Float64Array): Chunk {
  const { columns } = features;
  const end = Math.min(begin + CHUNK, features.rows);
  const data = centeredRows(features, begin, end, center);
  const norms = new Float64Array(end - begin);
  for (let i = 0; i < norms.length; i++) {
    let sum = 0;
    for (let c = i * columns; c < (i + 1) * columns; c++) sum += data[c]! * data[c]!;
    norms[i] = sum;
  }
  return { matrix: { data, rows: norms.length, columns }, norms };
}
