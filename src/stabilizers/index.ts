/** Every way to steady a discriminator. */
export { layerOf, matchesLayer } from "./layer-names.ts";
export type {
  InitializerMethod,
  Method,
  NormalizationMethod,
  PenaltyMethod,
  ProjectionMethod,
  ReparametrizationMethod,
} from "./method.ts";
export { parseOptions } from "./options.ts";
export { dragan } from "./penalties/dragan.ts";
export { gradientPenalty } from "./penalties/gradient-penalty.ts";
export { l2 } from "./penalties/l2.ts";
export { orthonormal } from "./penalties/orthonormal.ts";
export { r1 } from "./penalties/r1.ts";
export { weightClipping } from "./projections/weight-clipping.ts";
export {
  initializers,
  normalizations,
  penalties,
  projections,
  reparametrizations,
} from "./registry.ts";
export { bidirectionalScaledSpectralNorm } from "./reparametrizations/bidirectional-scaled-spectral-norm.ts";
export { bidirectionalSpectralNorm } from "./reparametrizations/bidirectional-spectral-norm.ts";
export { convolutionSpectralNorm } from "./reparametrizations/convolution-spectral-norm.ts";
export { coverageOptions } from "./reparametrizations/coverage.ts";
export { frobeniusNorm } from "./reparametrizations/frobenius-norm.ts";
export { type Gamma, gammaName, gammaSpecs } from "./reparametrizations/gamma.ts";
export { scaledSpectralNorm } from "./reparametrizations/scaled-spectral-norm.ts";
export { spectralNorm } from "./reparametrizations/spectral-norm.ts";
export { weightNorm } from "./reparametrizations/weight-norm.ts";
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
