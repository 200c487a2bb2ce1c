/** Every method by the name that a config uses. Adding a method is one line here, with its import. */
import { fixupMethod } from "./initializers/fixup.ts";
import { kaimingMethod } from "./initializers/kaiming.ts";
import { lecunMethod } from "./initializers/lecun.ts";
import { normalMethod } from "./initializers/normal.ts";
import { orthogonalMethod } from "./initializers/orthogonal.ts";
import { truncatedNormalMethod } from "./initializers/truncated-normal.ts";
import { xavierMethod } from "./initializers/xavier.ts";
import type {
  InitializerMethod,
  NormalizationMethod,
  PenaltyMethod,
  ProjectionMethod,
  ReparametrizationMethod,
} from "./method.ts";
import { batchNormMethod } from "./normalizations/batch-norm.ts";
import { conditionalBatchNormMethod } from "./normalizations/conditional-batch-norm.ts";
import { crossIterationBatchNormMethod } from "./normalizations/cross-iteration-batch-norm.ts";
import { groupNormMethod } from "./normalizations/group-norm.ts";
import { layerNormMethod } from "./normalizations/layer-norm.ts";
import { noNormalization } from "./normalizations/none.ts";
import { draganMethod } from "./penalties/dragan.ts";
import { gradientPenaltyMethod } from "./penalties/gradient-penalty.ts";
import { l2Method } from "./penalties/l2.ts";
import { orthonormalMethod } from "./penalties/orthonormal.ts";
import { r1Method } from "./penalties/r1.ts";
import { weightClippingMethod } from "./projections/weight-clipping.ts";
import { bidirectionalScaledSpectralNormMethod } from "./reparametrizations/bidirectional-scaled-spectral-norm.ts";
import { bidirectionalSpectralNormMethod } from "./reparametrizations/bidirectional-spectral-norm.ts";
import { convolutionSpectralNormMethod } from "./reparametrizations/convolution-spectral-norm.ts";
import { frobeniusNormMethod } from "./reparametrizations/frobenius-norm.ts";
import { noReparametrization } from "./reparametrizations/none.ts";
import { scaledSpectralNormMethod } from "./reparametrizations/scaled-spectral-norm.ts";
import { spectralNormMethod } from "./reparametrizations/spectral-norm.ts";
import { weightNormMethod } from "./reparametrizations/weight-norm.ts";

export const reparametrizations = {
  none: noReparametrization,
  sn: spectralNormMethod,
  ssn: scaledSpectralNormMethod,
  bsn: bidirectionalSpectralNormMethod,
  bssn: bidirectionalScaledSpectralNormMethod,
  "sn-conv": convolutionSpectralNormMethod,
  "weight-norm": weightNormMethod,
  "frobenius-norm": frobeniusNormMethod,
} satisfies Readonly<Record<string, ReparametrizationMethod>>;

export const normalizations = {
  none: noNormalization,
  "batch-norm": batchNormMethod,
  "layer-norm": layerNormMethod,
  "group-norm": groupNormMethod,
  "cross-iteration-batch-norm": crossIterationBatchNormMethod,
  "conditional-batch-norm": conditionalBatchNormMethod,
} satisfies Readonly<Record<string, NormalizationMethod>>;

export const penalties = {
  gp: gradientPenaltyMethod,
  dragan: draganMethod,
  orthonormal: orthonormalMethod,
  l2: l2Method,
  r1: r1Method,
} satisfies Readonly<Record<string, PenaltyMethod>>;

export const projections = {
  clip: weightClippingMethod,
} satisfies Readonly<Record<string, ProjectionMethod>>;

export const initializers = {
  normal: normalMethod,
  "truncated-normal": truncatedNormalMethod,
  lecun: lecunMethod,
  xavier: xavierMethod,
  kaiming: kaimingMethod,
  orthogonal: orthogonalMethod,
  fixup: fixupMethod,
} satisfies Readonly<Record<string, InitializerMethod>>;
