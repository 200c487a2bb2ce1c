/** Each of a discriminator's weights, measured by itself. */
import { sizeOf } from "../../graph/index.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import type { HostTensor, Runtime } from "../../runtime/index.ts";
import { layerOf } from "../../stabilizers/index.ts";
import { type OperatorNorm, operatorNorm } from "./operator-norm.ts";
import { effectiveRank, exactSpectralNorm, singularValues } from "./spectral-norm.ts";
import { frobenius, type WeightVariance, weightVariance } from "./weight-variance.ts";

/** A weight, its exact singular values and its size. */
export interface LayerWeight {
  readonly layer: string;
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
  readonly sigma: {
    /** Of the raw, trained weight as the matrix `[out, in·kH·kW]`. */
    readonly raw: number;
    /** Of the weight as the forward pass uses it, as that matrix. */
    readonly effective: number;
    /** The same with the channels swapped first, `[in, out·kH·kW]`. */
    readonly swapped: number;
    /** Of the convolution itself; of a dense layer `effective`. */
    readonly operator: OperatorNorm;
  };
  /** All singular values of the effective weight as the matrix `[out, in·kH·kW]`, largest first. */
  readonly spectrum: readonly number[];
  /** Of that spectrum. */
  readonly effectiveRank: number;
  /** ‖W‖_F of the effective weight. */
  readonly frobenius: number;
  readonly variance: WeightVariance;
}

/** Measures a weight; float64 but for the operator's norm. */
export async function measureWeight(
  runtime: Runtime,
  { name, shape, fanIn, fanOut, convolution }: ParameterSpec,
  raw: HostTensor,
  effective: HostTensor,
): Promise<LayerWeight> {
  const outputs = convolution?.transposed === true ? 1 : 0;
  const spectrum = singularValues(effective, outputs);
  const [sigma = 0] = spectrum;
  const isMatrix = sizeOf(shape.slice(2)) === 1;
  return {
    layer: layerOf(name),
    shape,
    fanIn,
    fanOut,
    sigma: {
      raw: raw.data === effective.data ? sigma : exactSpectralNorm(raw, outputs),
      effective: sigma,
      // the transpose of a matrix has its singular values
      swapped: isMatrix ? sigma : exactSpectralNorm(effective, outputs === 0 ? 1 : 0),
      operator:
        convolution === undefined
          ? { sigma, residual: 0 }
          : await operatorNorm(runtime, effective, convolution),
    },
    spectrum: Array.from(spectrum),
    effectiveRank: effectiveRank(spectrum),
    frobenius: frobenius(effective.data),
    variance: weightVariance(effective.data, { fanIn, fanOut }),
  };
}
