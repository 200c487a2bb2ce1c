/** Finds the scale of scaled spectral normalizations. */
export { type Band, type BandAnswer, type SlopeAt, scaleInBand } from "./gradient-band.ts";
export { type ScaledMethod, scaledMethodOf } from "./method.ts";
export { planScales, type ScalePlan } from "./plan.ts";
export { defaultScales, type ScaleRequest, type Way, ways } from "./request.ts";
export {
  gradientBand,
  SCALE_FOLDER,
  type ScaleAnswer,
  type ScaleOptions,
  tuneScale,
} from "./tune-scale.ts";
