/** Bidirectional scaled spectral normalization (`bssn`). */

import type { ReparametrizationMethod } from "../method.ts";
import type { Reparametrization } from "../types.ts";
import { bidirectionalSpectralNorm } from "./bidirectional-spectral-norm.ts";
import {
  type ScaledSpectralNormOptions,
  scaledSpectralNormOptions,
  timesScale,
} from "./scaled-spectral-norm.ts";
import { dividesBySpectralNorms } from "./spectral-division.ts";

/**
 * Bidirectional scaled spectral normalization: s·W / ((σ(Ŵ_out) + σ(Ŵ_in)) / 2), as in
 * {@link bidirectionalSpectralNorm}. On every layer's weight, dense ones too; biases are not scaled.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Lin et al. 2021; the authors' code, normalization BSN with a scale.
 */
export function bidirectionalScaledSpectralNorm(
  options: ScaledSpectralNormOptions = {},
): Reparametrization {
  return timesScale("bidirectionalScaledSpectralNorm", bidirectionalSpectralNorm, options);
}

/** `bssn` in a config. */
export const bidirectionalScaledSpectralNormMethod = {
  summary: "bidirectional spectral normalization times a constant scale (Lin et al. 2021)",
  options: scaledSpectralNormOptions,
  create: bidirectionalScaledSpectralNorm,
  gammaOnWeightsOnly: "the papers multiply biases by γ with plain SN only",
  ...dividesBySpectralNorms,
} as const satisfies ReparametrizationMethod<typeof scaledSpectralNormOptions>;
