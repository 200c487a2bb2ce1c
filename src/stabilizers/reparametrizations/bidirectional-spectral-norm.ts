/** Bidirectional spectral normalization (`bsn`). */

import type { ReparametrizationMethod } from "../method.ts";
import { inputDirection, outputDirection } from "../spectral/spectral-estimate.ts";
import type { Reparametrization } from "../types.ts";
import {
  divideBySpectralNorms,
  dividesBySpectralNorms,
  type SpectralNormOptions,
  spectralNormOptions,
} from "./spectral-division.ts";

/**
 * Bidirectional spectral normalization:
 *
 *   W̄ = W / ((σ(Ŵ_out) + σ(Ŵ_in)) / 2)
 *
 * with W as a matrix `[out, in·kH·kW]` (Ŵ_out) and, its channel axes swapped first, `[in, out·kH·kW]`
 * (Ŵ_in); the transpose of Ŵ_out would have the same σ again. Each direction has power iteration from
 * a vector of its own, as in {@link spectralNorm}: `u` (`[out]`) and `uIn` (`[in]`), with `vector: right`
 * `v` (`[in·kH·kW]`) and `vIn` (`[out·kH·kW]`); with `sigma: exact` both are exact. Of a dense layer the
 * two σ are the same, so it has spectral normalization with one vector. Biases are not normalized.
 *
 * Measures of a convolution: `sigma` (the mean), `sigmaOut` and `sigmaIn`.
 *
 * Differs from the authors' code: u starts at draws of N(0, 1), not of a truncated normal distribution.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Lin et al. 2021; the authors' code, normalization BSN.
 */
export function bidirectionalSpectralNorm(options: SpectralNormOptions = {}): Reparametrization {
  return divideBySpectralNorms("bidirectionalSpectralNorm", options, ({ shape }) =>
    shape.length > 2 ? [outputDirection, inputDirection] : [outputDirection],
  );
}

/** `bsn` in a config. */
export const bidirectionalSpectralNormMethod = {
  summary:
    "bidirectional spectral normalization: by the mean of the spectral norms of the weight laid out by outputs and by inputs (Lin et al. 2021)",
  options: spectralNormOptions,
  create: bidirectionalSpectralNorm,
  scaledForm: "bssn",
  gammaOnWeightsOnly: "the papers multiply biases by γ with plain SN only",
  ...dividesBySpectralNorms,
} as const satisfies ReparametrizationMethod<typeof spectralNormOptions>;
