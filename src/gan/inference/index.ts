/** Trained networks without training: sampling, what averaged weights need of their own, export. */
export { describeInference, type InferenceFacts } from "./describe.ts";
export {
  type ExportOptions,
  effectiveWeights,
  exportDiscriminator,
  exportGenerator,
} from "./export.ts";
export { loadGenerator } from "./load.ts";
export { sampler, samplingNames } from "./sampler.ts";
