/** Weight normalization (`weight-norm`). */
import { allAxes } from "../graph/index.ts";
import { weightAxis } from "./linear-operator.ts";
import { euclideanNorm, type NormOptions, normOptions } from "./norm-division.ts";
import { parseOptions } from "./options.ts";
import type { Reparametrization } from "./types.ts";

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
