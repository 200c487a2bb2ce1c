/** Cases of the matrix product. */
import type { linalg } from "../../../../src/graph/ops/linalg.ts";
import { dataStream, normal } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("linalg");

const matmul = (
  name: string,
  a: readonly number[],
  b: readonly number[],
  transposeA = false,
  transposeB = false,
): Case<"matmul"> => ({
  name,
  inputs: [normal(a, data), normal(b, data)],
  attributes: { transposeA, transposeB },
});

export const linalgCases = {
  matmul: [
    matmul("A B", [3, 4], [4, 5]),
    matmul("Aᵀ B", [4, 3], [4, 5], true),
    matmul("A Bᵀ", [3, 4], [5, 4], false, true),
    matmul("Aᵀ Bᵀ", [4, 3], [5, 4], true, true),
    matmul("a row and a column", [1, 7], [7, 1]),
    matmul("a column and a row", [7, 1], [1, 3]),
    matmul("one element", [1, 1], [1, 1]),
    matmul("a long sum", [2, 1000], [1000, 2]),
    matmul("a batch, A B", [2, 3, 4], [2, 4, 5]),
    matmul("a batch, Aᵀ B", [2, 4, 3], [2, 4, 5], true),
    matmul("a batch, A Bᵀ", [2, 3, 4], [2, 5, 4], false, true),
    matmul("a batch of batches, Aᵀ Bᵀ", [2, 3, 4, 1], [2, 3, 2, 4], true, true),
  ],
} satisfies CaseTable<keyof typeof linalg>;
