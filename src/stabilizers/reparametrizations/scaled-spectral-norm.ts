/** Scaled spectral normalization (`ssn`). */
import type { z } from "zod";
import type { ReparametrizationMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Reparametrization } from "../types.ts";
import { scaled, scaleOption } from "./scale.ts";
import {
  dividesBySpectralNorms,
  type SpectralNormOptions,
  spectralNormOptions,
} from "./spectral-division.ts";
import { spectralNorm } from "./spectral-norm.ts";

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
  return timesScale("scaledSpectralNorm", spectralNorm, options);
}

/**
 * s times what a method of the same options makes of a weight.
 *
 * @param name the scaled method's, for what is wrong with its options.
 */
export function timesScale(
  name: string,
  method: (options: SpectralNormOptions) => Reparametrization,
  options: ScaledSpectralNormOptions,
): Reparametrization {
  const { scale, ...rest } = parseOptions(name, scaledSpectralNormOptions, options);
  return scaled(method(rest), scale);
}

/** `ssn` in a config. */
export const scaledSpectralNormMethod = {
  summary: "spectral normalization times a constant scale (Lin et al. 2021)",
  options: scaledSpectralNormOptions,
  create: scaledSpectralNorm,
  ...dividesBySpectralNorms,
} as const satisfies ReparametrizationMethod<typeof scaledSpectralNormOptions>;
