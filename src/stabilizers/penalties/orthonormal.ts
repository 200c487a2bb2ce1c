/** Orthonormal regularization of the discriminator's weights (`orthonormal`). */
import { z } from "zod";
import { type Builder, sizeOf, square, sum, type Value } from "../../graph/index.ts";
import type { PenaltyMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Penalty } from "../types.ts";

/** Options of {@link orthonormal}. */
export const orthonormalOptions = z.strictObject({
  weight: z
    .number()
    .positive()
    .default(1e-4)
    .describe("λ, the strength; the SN-GAN paper does not give the one it used"),
});

/**
 * λ · Σ ‖WᵀW − I‖²_F over the discriminator's raw weights, each as the matrix `[out, in·kH·kW]`: a
 * scalar. Of the two products the smaller is taken: WWᵀ − I has the same gradient, since the two squared
 * norms differ by the constant |out − in·kH·kW|.
 *
 * @see Brock et al. 2016; Miyato et al. 2018, section 4.
 */
export function orthonormal(options: z.input<typeof orthonormalOptions> = {}): Penalty {
  const { weight } = parseOptions("orthonormal", orthonormalOptions, options);
  return ({ g, weights }) => {
    const terms = weights.map((w) => distance(g, w));
    return g.mul(
      terms.reduce((a, b) => g.add(a, b)),
      weight,
    );
  };
}

function distance(g: Builder, weight: Value): Value {
  const [rows = 1, ...rest] = weight.shape;
  const columns = sizeOf(rest);
  const matrix = g.reshape(weight, { shape: [rows, columns] });
  const wide = rows <= columns;
  const product = g.matmul(matrix, matrix, { transposeA: !wide, transposeB: wide });
  const few = Math.min(rows, columns);
  const identity = g.constant(
    Float32Array.from({ length: few * few }, (_, i) => Number(i % (few + 1) === 0)),
    [few, few],
  );
  return sum(g, square(g, g.sub(product, identity)));
}

/** `orthonormal` in a config. */
export const orthonormalMethod = {
  summary: "weights pulled towards orthonormal rows (Brock et al. 2016)",
  options: orthonormalOptions,
  create: orthonormal,
  differentiatesTwice: false,
  limitsSlope: false,
  ofRawWeights: true,
} as const satisfies PenaltyMethod<typeof orthonormalOptions>;
