/** Spectral normalization by the norm of the convolution itself (`sn-conv`). */
import type { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import type { ReparametrizationMethod } from "../method.ts";
import { parseOptions } from "../options.ts";
import { convolutionOperator, convolutionShapes } from "../spectral/linear-operator.ts";
import {
  byPowerIteration,
  directionOperator,
  outputDirection,
  type WeightOperator,
} from "../spectral/spectral-estimate.ts";
import type { Reparametrization } from "../types.ts";
import { scaled, scaleOption } from "./scale.ts";
import { divideByEstimates, powerOptions } from "./spectral-division.ts";

/** Options of {@link convolutionSpectralNorm}: power iteration's, and the scale. */
export const convolutionSpectralNormOptions = powerOptions.extend({ scale: scaleOption });
export type ConvolutionSpectralNormOptions = z.input<typeof convolutionSpectralNormOptions>;

/**
 * Spectral normalization by the convolution operator (SN_conv):
 *
 *   W̄ = s·W / σ(A),   σ(A) ≈ ⟨u, Av⟩
 *
 * with A the layer's convolution of an image at its real input size, stride and padding, or its transposed
 * convolution, and u, v from power iteration that alternates A and its adjoint. The stored vector is u, of
 * the shape of the layer's output `[1, out, H', W']`, or v (`[1, in, H, W]`); it moves as in
 * {@link spectralNorm}, which dense layers have. A layer so normalized has the Lipschitz constant s; by the
 * reshaped weight it may have up to √(kH·kW) times as much (Lin et al. 2021). Biases are neither normalized
 * nor scaled.
 *
 * Differs from the papers: the BSN authors' code for SN_conv is not released. Where the stored vector
 * starts (N(0, 1)), when it moves and how the gradient flows are as for the reshaped weight.
 *
 * @throws EvenkeelError `CONFIG` for options out of range, and when used on a weight with a kernel
 *   whose specification has no convolution.
 * @see Lin et al. 2021; Gouk et al. 2021, "Regularisation of neural networks by enforcing Lipschitz
 *   continuity"; Farnia et al. 2019, "Generalizable adversarial training via spectral normalization".
 */
export function convolutionSpectralNorm(
  options: ConvolutionSpectralNormOptions = {},
): Reparametrization {
  const parsed = parseOptions("convolutionSpectralNorm", convolutionSpectralNormOptions, options);
  const { scale, advance, ...power } = parsed;
  const estimate = (spec: ParameterSpec) => byPowerIteration(operatorOf(spec), power);
  return scaled(
    divideByEstimates((spec) => [estimate(spec)], advance),
    scale,
  );
}

function operatorOf(spec: ParameterSpec): WeightOperator {
  const { name, shape, convolution } = spec;
  if (convolution !== undefined) {
    return {
      measure: "sigma",
      suffix: "",
      ...convolutionShapes(shape, convolution),
      of: (g, weight) => convolutionOperator(g, weight, convolution),
    };
  }
  if (shape.length <= 2) return directionOperator(spec, outputDirection);
  throw new EvenkeelError(
    "CONFIG",
    `sn-conv: the specification of a weight with a kernel must have its convolution, got ${name} [${shape.join(", ")}]`,
    { advice: "Build the layer with conv or deconv, or give its parameter a `convolution`." },
  );
}

/** `sn-conv` in a config. */
export const convolutionSpectralNormMethod = {
  summary:
    "spectral normalization by the norm of the convolution itself, at the layer's real input size (Lin et al. 2021, there SN_conv)",
  options: convolutionSpectralNormOptions,
  create: convolutionSpectralNorm,
  scaleFree: true,
  limitsSlope: true,
} as const satisfies ReparametrizationMethod<typeof convolutionSpectralNormOptions>;
