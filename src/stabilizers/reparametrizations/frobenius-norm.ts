/** Frobenius normalization (`frobenius-norm`). */
import { allAxes } from "../../graph/index.ts";
import type { ReparametrizationMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Reparametrization } from "../types.ts";
import { euclideanNorm, type NormOptions, normOptions } from "./norm-division.ts";

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

/** `frobenius-norm` in a config. */
export const frobeniusNormMethod = {
  summary: "the weight divided by its Frobenius norm (Miyato et al. 2018)",
  options: normOptions,
  create: frobeniusNorm,
  scaleFree: true,
  limitsSlope: true,
  caution: "division by the Frobenius norm collapsed early in the SN-GAN paper's comparison",
} as const satisfies ReparametrizationMethod<typeof normOptions>;
