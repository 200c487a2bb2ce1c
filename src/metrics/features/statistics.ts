/** Mean and covariance of features: all that the Fréchet distance takes from them. */

import { innerProducts } from "../linear-algebra/inner-products.ts";
import { transpose } from "../linear-algebra/transpose.ts";
import {
  type ComputeOptions,
  centeredRows,
  checkFeatures,
  columnMeans,
  type FeatureMatrix,
} from "./matrix.ts";

/** Mean and covariance of N features of d dimensions. */
export interface FeatureStatistics {
  /** N */
  readonly count: number;
  /** `[d]` */
  readonly mean: Float64Array;
  /** `[d, d]` in row-major order, symmetric, with divisor N − 1 as `numpy.cov` has it. */
  readonly covariance: Float64Array;
}

/** Rows whose products are added at a time. */
const CHUNK = 1024;

/**
 * Mean and covariance of the rows, in float64 from centered values, whatever the features' type. Memory
 * besides the result: a few chunks of 1024 rows.
 *
 * @param features `[N, d]`, N ≥ 2.
 * @throws EvenkeelError `SHAPE` for fewer than 2 rows or data of another size; `DATA` for values that
 *   are not finite.
 */
export async function featureStatistics(
  features: FeatureMatrix,
  { engine, onProgress }: ComputeOptions = {},
): Promise<FeatureStatistics> {
  checkFeatures("featureStatistics", features, 2);
  const { rows, columns: d } = features;
  const mean = columnMeans(features);
  const covariance = new Float64Array(d * d);
  for (let begin = 0; begin < rows; begin += CHUNK) {
    const end = Math.min(begin + CHUNK, rows);
    const centered = centeredRows(features, begin, end, mean);
    const columns = transpose({ data: centered, rows: end - begin, columns: d });
    const products = await innerProducts(columns, columns, engine);
    for (let i = 0; i < products.length; i++) {
      covariance[i] = covariance[i]! + products[i]! / (rows - 1);
    }
    onProgress?.(end / rows);
  }
  mirror(covariance, d);
  return { count: rows, mean, covariance };
}

/** Copies what lies above the diagonal below it: symmetric to the last bit. */
function mirror(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i]!;
  }
}
