/** Weights as matrices, and the products that hold their singular values. */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { sizeOf } from "../../graph/index.ts";
import type { HostTensor } from "../../runtime/index.ts";

/** Which axis of a weight its matrix has as rows: 0 as it is, 1 with the first two axes swapped. */
export type RowAxis = 0 | 1;

/**
 * The eigenvalues of the smaller of MMᵀ and MᵀM in float64, those that rounding made negative as 0,
 * largest first; `[min(rows, columns)]`.
 *
 * @param axis M has the weight's first axis as rows, `[a, b·kH·kW]` of `[a, b, kH, kW]`, or its second
 *   one, `[b, a·kH·kW]`.
 */
export function gramEigenvalues(weight: HostTensor, axis: RowAxis): Float64Array {
  const { rows, columns, data } = shorterRows(weight, axis);
  const gram = Matrix.zeros(rows, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = i; j < rows; j++) {
      const [a, b] = [i * columns, j * columns];
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += data[a + k]! * data[b + k]!;
      gram.set(i, j, sum);
      gram.set(j, i, sum);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(gram, { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues, (value) => Math.max(value, 0))
    .sort()
    .reverse();
}

/** M, or Mᵀ where that has fewer rows, in float64 and row by row. */
function shorterRows({ shape, data }: HostTensor, axis: RowAxis) {
  const [a = 1, ...rest] = shape;
  const b = axis === 0 ? sizeOf(rest) : (rest[0] ?? 1);
  const kernel = axis === 0 ? 1 : sizeOf(rest.slice(1));
  // M[i, (j, k)]: of axis 0 the element (i, j), of axis 1 the element (j, i, k)
  const [rows, columns] = axis === 0 ? [a, b] : [b, a * kernel];
  const out = new Float64Array(data.length);
  const turned = rows > columns;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from =
        axis === 0 ? i * columns + j : (Math.floor(j / kernel) * b + i) * kernel + (j % kernel);
      out[turned ? j * rows + i : i * columns + j] = data[from]!;
    }
  }
  return turned ? { rows: columns, columns: rows, data: out } : { rows, columns, data: out };
}
