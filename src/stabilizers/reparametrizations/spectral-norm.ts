/** Spectral normalization (`sn`). */

import type { ReparametrizationMethod } from "../method.ts";
import { outputDirection } from "../spectral/spectral-estimate.ts";
import type { Reparametrization } from "../types.ts";
import {
  divideBySpectralNorms,
  dividesBySpectralNorms,
  type SpectralNormOptions,
  spectralNormOptions,
} from "./spectral-division.ts";

/**
 * Spectral normalization of the reshaped weight:
 *
 *   W̄ = W / σ(W),   σ(W) ≈ uᵀWv
 *
 * with W as a matrix `[out, in·kH·kW]`, of transposed convolutions too, and u, v from power iteration that
 * starts at a persistent u (`[out]`). Each forward pass takes `iterations` rounds from the stored u. With
 * `advance: update` it does not store the result; u moves by as many rounds once after each discriminator
 * update, with the updated weight. Biases are not normalized.
 *
 * With `vector: right` the stored vector is v (`[in·kH·kW]`), and a round is u ← Wv/‖Wv‖,
 * v ← Wᵀu/‖Wᵀu‖. With `sigma: exact` σ is {@link largestSingularValue}, nothing is stored, and the
 * gradient is that of the true σ.
 *
 * Differs from the paper: Algorithm 1 stores u in the forward pass of each update, before the update;
 * storing it after, with the new weight, is one round ahead of that.
 *
 * With `advance: forward` u moves once in every step, a discriminator's in generator steps too, and real and
 * generated images are judged with one W̄. With `advance: pass` it moves in every pass, as in the SN-GAN
 * authors' code, so twice in a discriminator step: W̄ for generated images is one round ahead of W̄ for real
 * ones. Penalties take the W̄ of the generated images and move nothing. With `advance: never` u stays where it
 * starts, so that σ is that of `iterations` rounds from a random vector.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Miyato et al. 2018, eq. 8 and Algorithm 1.
 */
export function spectralNorm(options: SpectralNormOptions = {}): Reparametrization {
  return divideBySpectralNorms("spectralNorm", options, () => [outputDirection]);
}

/** `sn` in a config. */
export const spectralNormMethod = {
  summary: "spectral normalization of the reshaped weight (Miyato et al. 2018)",
  options: spectralNormOptions,
  create: spectralNorm,
  scaledForm: "ssn",
  ...dividesBySpectralNorms,
} as const satisfies ReparametrizationMethod<typeof spectralNormOptions>;
