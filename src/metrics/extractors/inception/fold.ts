/** Batch normalization in inference, folded into the convolution before it. */

/** The ε that both networks add to the variance. */
const EPSILON = 1e-3;

/** What a normalization has learnt, one number a channel each. */
export interface Normalization {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/**
 * The weight and bias of the convolution that equals one without a bias and its normalization:
 * W·γ/√(σ² + ε) and β − μ·γ/√(σ² + ε), computed in float64.
 *
 * @param weight `[O, …]` in row-major order.
 */
export function foldNormalization(
  weight: Float32Array,
  { scale, shift, mean, variance }: Normalization,
): { readonly weight: Float32Array; readonly bias: Float32Array } {
  const channels = scale.length;
  const factors = Float64Array.from(
    { length: channels },
    (_, i) => scale[i]! / Math.sqrt(variance[i]! + EPSILON),
  );
  const each = weight.length / channels;
  const folded = new Float32Array(weight.length);
  for (let channel = 0, i = 0; channel < channels; channel++) {
    for (const end = (channel + 1) * each; i < end; i++) folded[i] = weight[i]! * factors[channel]!;
  }
  const bias = Float32Array.from(shift, (beta, i) => beta - mean[i]! * factors[i]!);
  return { weight: folded, bias };
}
