/** Division of a weight by Euclidean norms: what weight and Frobenius normalization share. */
import { z } from "zod";
import { type Builder, square, sum, type Value } from "../../graph/index.ts";

/** Options of every method that divides by Euclidean norms. */
export const normOptions = z.strictObject({
  epsilon: z
    .number()
    .positive()
    .default(1e-12)
    .describe("ε: a norm is √(Σw² + ε²), so that weights that are all 0 stay 0"),
});
export type NormOptions = z.input<typeof normOptions>;

/** √(Σx² + ε²) over `axes`, which disappear; its gradient is finite at 0 as long as ε² > 0 in float32. */
export function euclideanNorm(
  g: Builder,
  x: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  return g.sqrt(g.add(sum(g, square(g, x), axes), epsilon ** 2));
}
