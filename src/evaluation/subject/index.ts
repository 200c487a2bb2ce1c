/** The subjects of evaluation: a run's generator, an ONNX generator, a folder of images. */
export { type Collected, collect, pixelsOf, toBytes } from "./collect.ts";
export { type ImageFiles, imageFiles } from "./folder.ts";
export { generatorSubject, runSubject } from "./generator.ts";
export {
  BATCH,
  datasetOrder,
  datasetSource,
  generatorShape,
  generatorSource,
  type ImageSource,
  readBatch,
} from "./image-source.ts";
export { onnxSubject } from "./onnx.ts";
export { sizeWarnings } from "./sizes.ts";
export type { Subject } from "./subject.ts";
