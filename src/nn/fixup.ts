/** The initializer of residual networks without normalization. */
import { sizeOf } from "../graph/index.ts";
import { type Initializer, kaimingNormal } from "./initializers.ts";

/**
 * Fixup: 0 for the last layer of the network and of each residual branch; N(0, 2/((1 + slope²)·fan-in))
 * for the others (He), times L^(−1/(2m − 2)) inside branches, L the branches of the network, m the
 * layers of the branch. Then one step of gradient descent moves the network's output by the same order
 * whatever its depth. Networks made for it have scalar biases and multipliers instead of a normalization.
 *
 * A weight of 0 cannot be divided by its norm: reparametrizations that divide by a norm cannot be combined
 * with this initializer.
 *
 * Differs from the first author's code, which takes the fan-out (the same number where a layer keeps the
 * width) for weights inside branches and PyTorch's defaults for the first convolution.
 *
 * @see Zhang, Dauphin & Ma 2019, "Fixup Initialization: Residual Learning Without Normalization".
 */
export function fixup(): Initializer {
  return (spec, random) => {
    const { shape, branch, last = false } = spec;
    if (last || branch?.last) return new Float32Array(sizeOf(shape));
    const weight = kaimingNormal()(spec, random);
    return branch ? weight.map((x) => x * depthFactor(branch)) : weight;
  };
}

/** L^(−1/(2m − 2)): the scaled layers of a branch multiply to L^(−1/2). */
function depthFactor({ branches, layers }: { readonly branches: number; readonly layers: number }) {
  return branches ** (-1 / (2 * layers - 2));
}
