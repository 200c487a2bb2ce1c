/** Frobenius normalization (`frobenius-norm`). */
import { allAxes } from "../graph/index.ts";
import { euclideanNorm, type NormOptions, normOptions } from "./norm-division.ts";
import { parseOptions } from "./options.ts";
import type { Reparametrization } from "./types.ts";

/**
 * Frobenius normalization: W / √(‖W‖²_F + ε²). Its measure `norm` is the divisor. Biases are not
 * normalized.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Miyato et al. 2018, appendix; there it collapsed early in training.
 */
export function frobeniusNorm(options: NormOptions = {}): Reparametrization {
  const { epsilon } = parseOptions("frobeniusNorm", normOptions, options);
  return {
    states: () => [],
    apply(g, weight) {
      const norm = euclideanNorm(g, weight, allAxes(weight), epsilon);
      return { weight: g.div(weight, norm), measures: { norm }, moved: {} };
    },
    advance: () => ({}),
  };
}
