/** Weight normalization (`weight-norm`). */
import { flatten } from "../graph/index.ts";
import { euclideanNorm, type NormOptions, normOptions } from "./norm-division.ts";
import { parseOptions } from "./options.ts";
import type { Reparametrization } from "./types.ts";

/**
 * Weight normalization: each row of W as a matrix `[out, in·kH·kW]`, the weights of one output, divided
 * by its ℓ2 norm √(‖w‖² + ε²). There is no learnable gain, as in the SN-GAN paper's comparison. Biases
 * are not normalized.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Salimans & Kingma 2016; Miyato et al. 2018, eq. 25.
 */
export function weightNorm(options: NormOptions = {}): Reparametrization {
  const { epsilon } = parseOptions("weightNorm", normOptions, options);
  return {
    states: () => [],
    apply(g, weight) {
      const matrix = flatten(g, weight);
      const norms = euclideanNorm(g, matrix, [1], epsilon);
      const column = g.reshape(norms, { shape: [norms.shape[0] ?? 1, 1] });
      const normalized = g.reshape(g.div(matrix, column), { shape: weight.shape });
      return { weight: normalized, measures: {}, moved: {} };
    },
    advance: () => ({}),
  };
}
