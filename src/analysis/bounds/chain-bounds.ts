/** The theorems' bounds for a model's discriminator with its own σ, where they apply. */
import type { GanModel } from "../../gan/index.ts";
import type { HostTensor } from "../../runtime/index.ts";
import { layerOf } from "../../stabilizers/index.ts";
import type { LayerWeight } from "../weights/index.ts";
import { patchesOf } from "../weights/operator-norm.ts";
import { frobenius } from "../weights/weight-variance.ts";
import { chainOf } from "./chain.ts";
import { type BoundedLayer, gradientBounds, lipschitzBound } from "./gradient-bound.ts";

/** Bounds for a batch. */
export interface ChainBounds {
  /** Of D's slope. */
  readonly lipschitz: number;
  /** Of ‖∇_W D(x)‖_F by layer, one for each image. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  /** The same as if every σ were 1. */
  readonly unitGradients: Readonly<Record<string, readonly number[]>>;
}

/**
 * The bounds with the σ of the layers' operators and with biases; `undefined` where the discriminator is
 * no chain of layers.
 *
 * @param effective the parameters as the forward pass uses them, by name.
 * @param norms ‖x‖₂ of each image.
 */
export function chainBounds(
  model: GanModel,
  weights: readonly LayerWeight[],
  effective: Readonly<Record<string, HostTensor>>,
  norms: ArrayLike<number>,
): ChainBounds | undefined {
  const chain = chainOf(model);
  if (chain === undefined) return undefined;
  const layers = chain.map(({ weight, bias, positions, lipschitz }): BoundedLayer => {
    const { sigma } = weights.find(({ layer }) => layer === layerOf(weight.name))!;
    return {
      sigma: sigma.operator.sigma * (1 + sigma.operator.residual),
      lipschitz,
      bias: bias === undefined ? 0 : Math.sqrt(positions) * frobenius(effective[bias]!.data),
      patches: patchesOf(weight),
    };
  });
  const byLayer = (of: readonly BoundedLayer[]) => {
    const all = Array.from(norms, (norm) => gradientBounds(of, norm));
    const named = chain.map(({ weight }, t) => [layerOf(weight.name), all.map((b) => b[t]!)]);
    return Object.fromEntries(named) as Record<string, number[]>;
  };
  return {
    lipschitz: lipschitzBound(layers),
    gradients: byLayer(layers),
    unitGradients: byLayer(layers.map((layer) => ({ ...layer, sigma: 1 }))),
  };
}
