/** Networks that turn images into the features and class scores that metrics compare. */
export {
  type Extracted,
  type FeatureExtractor,
  type ImageBatchShape,
  type MadeFor,
  unfitFor,
} from "./extractor.ts";
export { createInceptionExtractor, type InceptionOptions } from "./inception/extractor.ts";
export { inceptionParameters } from "./inception/layers.ts";
export {
  INCEPTION_SIZE,
  type InceptionName,
  type InceptionVariant,
  inceptionVariants,
  isInceptionName,
} from "./inception/variants.ts";
export {
  decodeInceptionWeights,
  encodeInceptionWeights,
  type InceptionWeights,
} from "./inception/weights.ts";
export {
  extractorNames,
  extractorsText,
  isExtractor,
  isModelFile,
  isNetworkFile,
  isWeightsFile,
} from "./names.ts";
export { createOnnxExtractor, type OnnxExtractorOptions } from "./onnx.ts";
