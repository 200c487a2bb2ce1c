/** Extractors that stay open. */
import {
  type FeatureExtractor,
  type InceptionWeights,
  isWeightsFile,
} from "../../metrics/extractors/index.ts";
import type { ProtocolSettings } from "../../metrics/protocols/index.ts";
import { readInceptionWeights } from "./inception-files.ts";
import { type ExtractorOptions, openExtractor } from "./open.ts";

/** Opens extractors and keeps them open for all subjects of a request. */
export interface ExtractorPool {
  /**
   * Reads the file of weights that the user names, which the first extractor takes: a damaged one is refused
   * before anything else is opened.
   */
  read(named: string | undefined): Promise<void>;
  open(features: ProtocolSettings["features"], place: ExtractorPlace): Promise<FeatureExtractor>;
  release(): Promise<void>;
}

/** Where the files of an extractor are. */
export type ExtractorPlace = Pick<ExtractorOptions, "root" | "named">;

/** Opens each extractor once. */
export function extractorPool(
  options: Pick<ExtractorOptions, "device" | "threads">,
): ExtractorPool {
  const opened = new Map<string, Promise<FeatureExtractor>>();
  let read: { readonly named: string; readonly weights: InceptionWeights } | undefined;
  return {
    async read(named) {
      if (named === undefined || !isWeightsFile(named)) return;
      read = { named, weights: await readInceptionWeights(named) };
    },
    async open(wanted, place) {
      const key = JSON.stringify([wanted, place.root, place.named]);
      const weights = read?.named === place.named ? read?.weights : undefined;
      const extractor = opened.get(key) ?? openExtractor(wanted, { ...options, ...place, weights });
      read = undefined;
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
