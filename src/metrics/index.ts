/** How close what a generator makes is to what it should make. */
export type { Extracted, FeatureExtractor, ImageBatchShape } from "./extractors/extractor.ts";
export { type KnownMixture, type ModeCoverage, modeCoverage } from "./modes.ts";
export {
  type ClassSlice,
  canonicalText,
  classSlices,
  customProtocol,
  isInception,
  type MetricName,
  metricNames,
  type Protocol,
  type ProtocolChanges,
  type ProtocolName,
  type ProtocolSettings,
  protocolDifferences,
  protocolNames,
  protocolOf,
  protocols,
  type RealSplit,
  type ResultKey,
  type ResultKind,
  type Rounding,
  recordedKey,
  resultKinds,
  resultOf,
  roundings,
  type SettingDifference,
} from "./protocols/index.ts";
