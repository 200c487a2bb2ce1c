/** Extractors that stay open. */
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import type { ProtocolSettings } from "../../metrics/protocols/index.ts";
import { type ExtractorOptions, openExtractor } from "./open.ts";

/** Opens extractors and keeps them open for all subjects of a request. */
export interface ExtractorPool {
  /** @param root the folder that contains the data sets' folders. */
  open(features: ProtocolSettings["features"], root: string): Promise<FeatureExtractor>;
  release(): Promise<void>;
}

/** Opens each extractor once. */
export function extractorPool(options: Omit<ExtractorOptions, "root">): ExtractorPool {
  const opened = new Map<string, Promise<FeatureExtractor>>();
  return {
    async open(wanted, root) {
      const key = JSON.stringify([wanted, root]);
      const extractor = opened.get(key) ?? openExtractor(wanted, { ...options, root });
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
