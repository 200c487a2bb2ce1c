/** A learnable factor γ on reparametrized weights, which gives a network back the slope it needs. */
import type { ParameterSpec } from "../../nn/index.ts";
import { layerOf } from "../layer-names.ts";

/**
 * W̃ = γ·W̄ with a trainable scalar γ, 1 at first.
 *
 * @see Miyato et al. 2018, appendix E (tables 7 and 8); Lin et al. 2021, the authors' same-γ and diff-γ.
 */
export interface Gamma {
  /** One γ for all layers, or one for each. */
  readonly sharing: "shared" | "layer";
  /** Whether γ multiplies the layers' biases too, as in the BSN authors' code. */
  readonly bias: boolean;
}

/** The name of the γ of a layer within its network: `gamma`, or `conv1/gamma`. */
export function gammaName({ sharing }: Gamma, layer: string): string {
  return sharing === "shared" ? "gamma" : `${layer}/gamma`;
}

/** The parameters γ, float32 `[1]`, of a network whose reparametrized weights are `weights`. */
export function gammaSpecs(gamma: Gamma, weights: readonly ParameterSpec[]): ParameterSpec[] {
  const names = new Set(weights.map(({ name }) => gammaName(gamma, layerOf(name))));
  return [...names].map((name) => ({ name, shape: [1], role: "scale", fanIn: 0, fanOut: 0 }));
}
