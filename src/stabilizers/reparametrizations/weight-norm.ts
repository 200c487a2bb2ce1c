/** Weight normalization (`weight-norm`). */
import { allAxes } from "../../graph/index.ts";
import type { ReparametrizationMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import { weightAxis } from "../spectral/linear-operator.ts";
import type { Reparametrization } from "../types.ts";
import { euclideanNorm, type NormOptions, normOptions } from "./norm-division.ts";

/**
 * Weight normalization: each row of W as a matrix `[out, in·kH·kW]`, the weights of one output, divided
 * by its ℓ2 norm √(‖w‖² + ε²); a transposed convolution has its outputs on the weight's second axis. There
 * is no learnable gain, as in the SN-GAN paper's comparison. Biases are not normalized.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Salimans & Kingma 2016; Miyato et al. 2018, eq. 25.
 */
export function weightNorm(options: NormOptions = {}): Reparametrization {
  const { epsilon } = parseOptions("weightNorm", normOptions, options);
  return {
    states: () => [],
    apply(g, weight, _states, spec) {
      const outputs = weightAxis(spec, "outputs");
      const others = allAxes(weight).filter((axis) => axis !== outputs);
      const norms = euclideanNorm(g, weight, others, epsilon);
      const shape = weight.shape.map((n, axis) => (axis === outputs ? n : 1));
      const normalized = g.div(weight, g.reshape(norms, { shape }));
      return { weight: normalized, measures: {}, moved: {} };
    },
    advance: () => ({}),
  };
}

/** `weight-norm` in a config. */
export const weightNormMethod = {
  summary:
    "each output's weights divided by their norm, without a learnable gain (Salimans & Kingma 2016)",
  options: normOptions,
  create: weightNorm,
  scaleFree: true,
  limitsSlope: true,
} as const satisfies ReparametrizationMethod<typeof normOptions>;
