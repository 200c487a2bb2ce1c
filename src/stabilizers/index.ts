/** Every way to steady a discriminator. */

export { bidirectionalScaledSpectralNorm } from "./bidirectional-scaled-spectral-norm.ts";
export { bidirectionalSpectralNorm } from "./bidirectional-spectral-norm.ts";
export {
  type ConvolutionSpectralNormOptions,
  convolutionSpectralNorm,
} from "./convolution-spectral-norm.ts";
export { type Coverage, coverageOptions } from "./coverage.ts";
export { dragan } from "./dragan.ts";
export { frobeniusNorm } from "./frobenius-norm.ts";
export { type Gamma, gammaName, gammaSpecs } from "./gamma.ts";
export { gradientPenalty } from "./gradient-penalty.ts";
export { l2 } from "./l2.ts";
export { largestSingularValue } from "./largest-singular-value.ts";
export { layerOf, matchesLayer } from "./layer-names.ts";
export { convolutionOperator, type LinearOperator, matrixOperator } from "./linear-operator.ts";
export type { NormOptions } from "./norm-division.ts";
export { orthonormal } from "./orthonormal.ts";
export {
  powerIteration,
  type SingularVectors,
  type StartVector,
  singularValue,
} from "./power-iteration.ts";
export { r1 } from "./r1.ts";
export {
  initializers,
  type Method,
  normalizations,
  penalties,
  projections,
  reparametrizations,
} from "./registry.ts";
export { type Scale, scaleOf } from "./scale.ts";
export { type ScaledSpectralNormOptions, scaledSpectralNorm } from "./scaled-spectral-norm.ts";
export type { SpectralNormOptions } from "./spectral-division.ts";
export { spectralNorm } from "./spectral-norm.ts";
export type {
  EffectiveWeight,
  Initializer,
  MethodState,
  Normalization,
  Penalty,
  PenaltyContext,
  Projection,
  Reparametrization,
} from "./types.ts";
export { weightClipping } from "./weight-clipping.ts";
export { weightNorm } from "./weight-norm.ts";
