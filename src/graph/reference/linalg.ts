/** Definition of the matrix product. */
import { sizeOf } from "../value.ts";
import type { ReferenceTable } from "./tensor.ts";

export const linalg = {
  // C[i, j] = Σₖ A[i, k] B[k, j], for each place of the leading axes
  matmul([a, b], { transposeA, transposeB }, { shape }) {
    const result = new Float64Array(sizeOf(shape));
    const [m = 0, n = 0] = shape.slice(-2);
    const inner = a.shape.at(transposeA ? -2 : -1) as number;
    const [aRow, aColumn] = transposeA ? [1, m] : [inner, 1];
    const [bRow, bColumn] = transposeB ? [1, inner] : [n, 1];
    for (let batch = 0; batch < sizeOf(shape.slice(0, -2)); batch++) {
      for (let i = 0; i < m; i++) {
        const row = (batch * m + i) * n;
        for (let k = 0; k < inner; k++) {
          const left = a.data[batch * m * inner + i * aRow + k * aColumn] as number;
          const start = batch * inner * n + k * bRow;
          for (let j = 0; j < n; j++) {
            result[row + j] =
              (result[row + j] as number) + left * (b.data[start + j * bColumn] as number);
          }
        }
      }
    }
    return result;
  },
} as const satisfies Partial<ReferenceTable>;
