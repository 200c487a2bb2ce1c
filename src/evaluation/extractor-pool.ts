/** The extractors of a request, and the protocols that they are for. */
import { type DatasetOptions, datasetOf, datasets } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import {
  customProtocol,
  type FeatureExtractor,
  type Protocol,
  protocolNames,
  protocolOf,
  protocols,
} from "../metrics/index.ts";
import { defaultProtocol, isPointsData } from "./defaults.ts";
import { openExtractor } from "./extractors.ts";
import { extractorName } from "./inception-files.ts";
import type { EvaluationOutcome, EvaluationRequest } from "./request.ts";

/** Extractors that stay open for all subjects of a request. */
export interface ExtractorPool {
  /** @param root the folder that holds the data sets' own folders. */
  open(features: Protocol["settings"]["features"], root: string): Promise<FeatureExtractor>;
  release(): Promise<void>;
}

/** Opens each extractor once. */
export function extractorPool({ device, features }: EvaluationRequest): ExtractorPool {
  const opened = new Map<string, Promise<FeatureExtractor>>();
  return {
    async open(wanted, root) {
      const key = JSON.stringify([wanted, root]);
      const options = { device, root, file: features };
      const extractor = opened.get(key) ?? openExtractor(wanted, options);
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

/** The protocols asked for, with the request's changes; those whose extractor is not there are left out of `all`. */
export async function requestedProtocols(
  { protocol, changes, features }: EvaluationRequest,
  data: DatasetOptions | undefined,
  root: string,
  fallback: Protocol | undefined,
  extractors: ExtractorPool,
  leftOut: EvaluationOutcome["leftOut"][number][],
): Promise<readonly Protocol[]> {
  const extractor = features === undefined ? undefined : extractorName(features);
  const change = (one: Protocol) => customProtocol(one, { ...changes, extractor });
  if (protocol !== "all") {
    const named = protocol === undefined ? undefined : protocolOf(protocol);
    return [change(named ?? fallback ?? defaultProtocol({ data }))];
  }
  const own = data && datasetOf(data.name).protocol;
  const elsewhere = datasets.flatMap(({ protocol }) => protocol ?? []);
  const all = protocolNames
    .filter((name) => name === own || !(isPointsData(data) || elsewhere.includes(name)))
    .map((name) => change(protocols[name]));
  const found: Protocol[] = [];
  let refusal: unknown;
  for (const one of all) {
    try {
      await extractors.open(one.settings.features, root);
      found.push(one);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      refusal ??= error;
      leftOut.push({ what: one.name, reason: error.message });
    }
  }
  if (found.length === 0) throw refusal;
  return found;
}
