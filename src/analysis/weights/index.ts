/** A network's weights, measured: singular values, norms of convolutions, variances. */
export { type Eigenvalue, type EigenvalueOptions, largestEigenvalue } from "./lanczos.ts";
export { type LayerWeight, measureWeight } from "./layers.ts";
export type { RowAxis } from "./matrix-gram.ts";
export { type OperatorNorm, operatorNorm } from "./operator-norm.ts";
export { effectiveRank, exactSpectralNorm, singularValues } from "./spectral-norm.ts";
export { type WeightVariance, weightVariance } from "./weight-variance.ts";
