/** What bounds a discriminator's gradients: the theorems of Lin et al. 2021, as functions of numbers. */

/** What the bound knows of a layer. */
export interface BoundedLayer {
  /** σ of its operator, of the weight as the forward pass uses it. */
  readonly sigma: number;
  /** Lipschitz constant of the activation after it. */
  readonly lipschitz: number;
  /** ‖b‖₂ of what is added to its result at all places; 0 where nothing is, as in the theorem. */
  readonly bias: number;
  /** The most patches that a pixel belongs to; 1 of a dense layer. */
  readonly patches: number;
}

/**
 * Bounds of ‖∇_{W_t}D(x)‖_F for each layer of a chain D, W_t as the forward pass uses it:
 *
 *   √p_t · r_{t−1} · Lip(a_t) · Π_{i>t} σ(W_i)·Lip(a_i),   r_0 = ‖x‖, r_i = Lip(a_i)·(σ(W_i)·r_{i−1} + ‖b_i‖)
 *
 * Without biases that is the theorem's √p_t · ‖x‖ · Π_{i≠t} σ(W_i) · Π Lip(a_i), because ∇_{W_t}D = δ_t o_{t−1}ᵀ.
 * In a convolution a pixel counts in each of its p ≤ kH·kW patches, and σ must be the operator's.
 *
 * @param inputNorm ‖x‖₂ of one image.
 * @returns one bound for each layer.
 * @see Lin et al. 2021, the bound of the gradients, here with biases and for convolutions too.
 */
export function gradientBounds(layers: readonly BoundedLayer[], inputNorm: number): number[] {
  const after = layers.map(({ lipschitz }) => lipschitz);
  for (let t = layers.length - 2; t >= 0; t--) {
    after[t] = after[t]! * layers[t + 1]!.sigma * after[t + 1]!;
  }
  let reach = inputNorm;
  return layers.map(({ sigma, lipschitz, bias, patches }, t) => {
    const bound = Math.sqrt(patches) * reach * after[t]!;
    reach = lipschitz * (sigma * reach + bias);
    return bound;
  });
}

/** The product of all σ and activations' constants: no slope of D is larger. @see Miyato et al. 2018, eq. 7. */
export function lipschitzBound(layers: readonly BoundedLayer[]): number {
  return layers.reduce((product, { sigma, lipschitz }) => product * sigma * lipschitz, 1);
}

/**
 * A bound of ‖∇²_{W_t} ℓ‖₂ for a loss ℓ = Σ_i ℓ_i(D(x_i)) and a chain D of piecewise linear activations:
 * almost everywhere D is linear in W_t, so the Hessian is Σ ℓ_i''·∇D(x_i)·∇D(x_i)ᵀ and its norm at most
 *
 *   Σ_i |ℓ_i''| · (the gradient's bound at x_i)².
 *
 * @param curvatures ℓ_i'' at D(x_i), one for each image.
 * @param bounds the layer's {@link gradientBounds} at each image.
 * @see Lin et al. 2021, the bound of the Hessian: |a_L''|·‖x‖² where all σ are at most 1.
 */
export function hessianBound(curvatures: ArrayLike<number>, bounds: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < bounds.length; i++) sum += Math.abs(curvatures[i]!) * bounds[i]! ** 2;
  return sum;
}
