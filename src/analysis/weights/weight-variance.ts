/** How large weights are, against what initializations aim at. */
import type { ParameterSpec } from "../../nn/index.ts";

/** The variance of a weight's elements, and what it is times those of three initializations. */
export interface WeightVariance {
  /** (1/n)·Σ(w − w̄)². */
  readonly variance: number;
  /** Over 1/fan-in, LeCun's. Under SN at most 1 where fan-in is at least the number of outputs (Lin et al. 2021). */
  readonly lecun: number;
  /** Over 2/(fan-in + fan-out), Xavier's. */
  readonly xavier: number;
  /** Over 2/fan-in, Kaiming's. */
  readonly kaiming: number;
}

/**
 * The variance of a weight as the forward pass uses it, against 1/fan-in (LeCun et al. 1998),
 * 2/(fan-in + fan-out) (Glorot & Bengio 2010) and 2/fan-in (He et al. 2015).
 *
 * For A `[m, n]` of independent, symmetric elements Var(a/σ(A)) ≤ 1/max(m, n): spectral normalization keeps
 * weights near LeCun's variance throughout training, the bidirectional one near Xavier's.
 *
 * @see Lin et al. 2021.
 */
export function weightVariance(
  data: ArrayLike<number>,
  { fanIn, fanOut }: Pick<ParameterSpec, "fanIn" | "fanOut">,
): WeightVariance {
  const n = data.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += data[i]! / n;
  let variance = 0;
  for (let i = 0; i < n; i++) variance += (data[i]! - mean) ** 2 / n;
  return {
    variance,
    lecun: variance * fanIn,
    xavier: (variance * (fanIn + fanOut)) / 2,
    kaiming: (variance * fanIn) / 2,
  };
}

/** The Frobenius norm √Σw². */
export function frobenius(data: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += data[i]! ** 2;
  return Math.sqrt(squares);
}
