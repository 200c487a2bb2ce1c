/** Matrix product. */
import { sameShape } from "../value.ts";
import type { OpTable } from "./definition.ts";
import { requireDType, rule } from "./rule.ts";

const swapLast = (rank: number) => [
  ...Array.from({ length: rank - 2 }, (_, i) => i),
  rank - 1,
  rank - 2,
];

export const linalg = {
  matmul: {
    infer([a, b], { transposeA, transposeB }) {
      requireDType("float32", a, b);
      const rank = a.shape.length;
      rule(
        rank >= 2 && b.shape.length === rank,
        "both sides must have the same rank of at least 2",
      );
      const batch = a.shape.slice(0, -2);
      rule(sameShape(batch, b.shape.slice(0, -2)), "leading axes must be equal");
      const [a0 = 0, a1 = 0] = a.shape.slice(-2);
      const [b0 = 0, b1 = 0] = b.shape.slice(-2);
      const [m, inner] = transposeA ? [a1, a0] : [a0, a1];
      const [other, n] = transposeB ? [b1, b0] : [b0, b1];
      rule(inner === other, "the summed axes must be equal");
      return { dtype: "float32", shape: [...batch, m, n] };
    },
    // C = A B: dA = dC Bᵀ, dB = Aᵀ dC; a transposed side gets the transpose of that
    gradient({ g, ct, inputs: [a, b], attributes: { transposeA, transposeB } }) {
      return [
        transposeA
          ? g.matmul(b, ct, { transposeA: transposeB, transposeB: true })
          : g.matmul(ct, b, { transposeA: false, transposeB: !transposeB }),
        transposeB
          ? g.matmul(ct, a, { transposeA: true, transposeB: transposeA })
          : g.matmul(a, ct, { transposeA: !transposeA, transposeB: false }),
      ];
    },
    lower({ emit, names: [a, b], out, attributes: { transposeA, transposeB } }) {
      const rank = out.shape.length;
      if (rank === 2) {
        return emit.node("Gemm", [a, b], {
          transA: Number(transposeA),
          transB: Number(transposeB),
        });
      }
      const side = (name: string, swap: boolean) =>
        swap ? emit.node("Transpose", [name], { perm: swapLast(rank) }) : name;
      return emit.node("MatMul", [side(a, transposeA), side(b, transposeB)]);
    },
  },
} as const satisfies Partial<OpTable>;
