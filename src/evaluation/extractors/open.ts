/** The extractors that protocols can name, and how to open them. */
import { basename } from "node:path";
import { refusal } from "../../errors.ts";
import { onDisk, readBytes } from "../../files/index.ts";
import { resizeMethods } from "../../images/index.ts";
import { isShipped, openShipped, shippedClassifiers } from "../../metrics/classifier/index.ts";
import {
  createInceptionExtractor,
  createOnnxExtractor,
  extractorsText,
  type FeatureExtractor,
  type InceptionWeights,
  isInceptionName,
  isModelFile,
  isWeightsFile,
} from "../../metrics/extractors/index.ts";
import type { ProtocolSettings } from "../../metrics/protocols/index.ts";
import { type NodeDevice, nodeEngine } from "../../runtime/node.ts";
import { openInceptionWeights } from "./inception-files.ts";

/** The device and files of an extractor. */
export interface ExtractorOptions {
  readonly device: NodeDevice;
  readonly threads?: number;
  /** The folder that contains the data sets' folders and that of Inception's weights. */
  readonly root: string;
  /** What the user named: the ONNX file that `features.extractor` is, a file of Inception's weights, or a name. */
  readonly named?: string | undefined;
  /** The content of that file, if it is one of weights that has been read. */
  readonly weights?: InceptionWeights | undefined;
}

/** The coordinates of points in the plane as their features. */
export const coordinates: FeatureExtractor = {
  name: "coordinates",
  sha256: "none",
  input: { channels: 2, size: null, resizer: "none" },
  dimension: 2,
  classes: 0,
  madeFor: null,
  async extract(images, [count, channels, height, width]) {
    if (channels !== 2 || height !== 1 || width !== 1) {
      throw refusal("SHAPE", {
        where: "coordinates",
        rule: `the images must be points [${count}, 2, 1, 1]`,
        got: [count, channels, height, width],
        advice: "Images need another protocol: --protocol quick.",
      });
    }
    return { features: Float32Array.from(images), logits: null };
  },
  release: async () => {},
};

/**
 * Opens the extractor that a protocol names.
 *
 * @throws EvenkeelError `USAGE` for an unknown name; `DATA` if its weights are missing or damaged, with
 *   advice.
 */
export async function openExtractor(
  features: ProtocolSettings["features"],
  { device, threads, root, named: file, weights: read }: ExtractorOptions,
): Promise<FeatureExtractor> {
  if (features.extractor === coordinates.name) return coordinates;
  const engine = nodeEngine({ device, ...(threads !== undefined && { threads }) });
  if (isShipped(features.extractor)) {
    const classifier = shippedClassifiers[features.extractor];
    return openShipped(engine, classifier, await readBytes(classifier.file));
  }
  const resizer = resizeMethods.find((method) => method === features.resizer);
  if (isInceptionName(features.extractor)) {
    const own = file !== undefined && isWeightsFile(file) ? file : undefined;
    const weights = await openInceptionWeights(features.extractor, root, own, read);
    return createInceptionExtractor(engine, weights, { resizer });
  }
  if (file !== undefined && isModelFile(file) && basename(file) === features.extractor) {
    const model = await onDisk("read", file, () => readBytes(file));
    return createOnnxExtractor(engine, model, features.extractor, { resizer });
  }
  throw refusal("USAGE", {
    where: "features",
    rule: `must be ${extractorsText}`,
    got: file ?? features.extractor,
  });
}
