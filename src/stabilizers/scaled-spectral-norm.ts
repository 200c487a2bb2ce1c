/** Scaled spectral normalization (`ssn`). */
import type { z } from "zod";
import { parseOptions } from "./options.ts";
import { scaled, scaleOption } from "./scale.ts";
import { spectralNormOptions } from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";
import type { Reparametrization } from "./types.ts";

/** Options of {@link scaledSpectralNorm}: spectral normalization's, and the scale. */
export const scaledSpectralNormOptions = spectralNormOptions.extend({ scale: scaleOption });
export type ScaledSpectralNormOptions = z.input<typeof scaledSpectralNormOptions>;

/**
 * Scaled spectral normalization: s·W / σ(W), with {@link spectralNorm}'s σ. On every layer's weight,
 * the last one's too; biases are not scaled.
 *
 * @throws EvenkeelError `CONFIG` for options out of range.
 * @see Lin et al. 2021; the authors' code, normalization SN with a scale.
 */
export function scaledSpectralNorm(options: ScaledSpectralNormOptions = {}): Reparametrization {
  const parsed = parseOptions("scaledSpectralNorm", scaledSpectralNormOptions, options);
  const { scale, ...rest } = parsed;
  return scaled(spectralNorm(rest), scale);
}
