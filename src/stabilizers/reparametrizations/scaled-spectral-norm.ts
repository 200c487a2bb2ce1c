/** Scaled spectral normalization (`ssn`). */
import type { z } from "zod";
import type { ReparametrizationMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import type { Reparametrization } from "../types.ts";
import { scaled, scaleOption } from "./scale.ts";
import { idleWhenExact, spectralNormOptions } from "./spectral-division.ts";
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
  const parsed = parseOptions("scaledSpectralNorm", scaledSpectralNormOptions, options);
  const { scale, ...rest } = parsed;
  return scaled(spectralNorm(rest), scale);
}

/** `ssn` in a config. */
export const scaledSpectralNormMethod = {
  summary: "spectral normalization times a constant scale (Lin et al. 2021)",
  options: scaledSpectralNormOptions,
  create: scaledSpectralNorm,
  scaleFree: true,
  limitsSlope: true,
  idle: idleWhenExact,
} as const satisfies ReparametrizationMethod<typeof scaledSpectralNormOptions>;
