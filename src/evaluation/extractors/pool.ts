/** Extractors that stay open. */
import type { FeatureExtractor, InceptionWeights } from "../../metrics/extractors/index.ts";
import type { ProtocolSettings } from "../../metrics/protocols/index.ts";
import { isWeightsFile, readInceptionWeights } from "./inception-files.ts";
import { type ExtractorOptions, openExtractor } from "./open.ts";

/** Opens extractors and keeps them open for all subjects of a request. */
export interface ExtractorPool {
  /**
   * Reads the named file of weights, which the first extractor takes: a damaged one is refused before anything
   * else is opened.
   */
  read(): Promise<void>;
  /** @param root the folder that contains the data sets' folders. */
  open(features: ProtocolSettings["features"], root: string): Promise<FeatureExtractor>;
  release(): Promise<void>;
}

/** Opens each extractor once. */
export function extractorPool(options: Omit<ExtractorOptions, "root" | "weights">): ExtractorPool {
  const { file } = options;
  const opened = new Map<string, Promise<FeatureExtractor>>();
  let weights: InceptionWeights | undefined;
  return {
    async read() {
      if (file !== undefined && isWeightsFile(file)) weights = await readInceptionWeights(file);
    },
    async open(wanted, root) {
      const key = JSON.stringify([wanted, root]);
      const extractor = opened.get(key) ?? openExtractor(wanted, { ...options, root, weights });
      weights = undefined;
      opened.set(key, extractor);
      return { ...(await extractor), release: async () => {} };
    },
    async release() {
      for (const result of await Promise.allSettled(opened.values())) {
        if (result.status === "fulfilled") await result.value.release();
      }
    },
  };
}
