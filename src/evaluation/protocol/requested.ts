/** The protocols that a request names. */
import { type DatasetOptions, datasetOf, datasets } from "../../data/index.ts";
import { EvenkeelError } from "../../errors.ts";
import {
  customProtocol,
  type Protocol,
  type ProtocolChanges,
  protocolNames,
  protocolOf,
  protocols,
} from "../../metrics/protocols/index.ts";
import { type ExtractorPlace, type ExtractorPool, extractorName } from "../extractors/index.ts";
import {
  configuredProtocol,
  defaultProtocol,
  type EvaluationConfig,
  isPointsData,
} from "./defaults.ts";

/** How a request selects protocols. */
export interface ProtocolRequest {
  /** A protocol's name, or `all`. */
  readonly protocol?: string | undefined;
  /** An extractor to use instead of the protocol's: its name, an ONNX file or one of Inception's weights. */
  readonly features?: string | undefined;
  readonly changes: ProtocolChanges;
}

/** Something that was requested and cannot be measured. */
export interface LeftOut {
  readonly what: string;
  readonly reason: string;
}

/** What determines the protocol that a request does not name. */
export interface ProtocolContext {
  /** The real images. */
  readonly data: DatasetOptions | undefined;
  /** The config of the run that is measured. */
  readonly configured: EvaluationConfig | undefined;
}

/**
 * The requested protocols with the request's changes. Without a request it is the one that the run was
 * configured with, features included; a protocol that is named has the features that it is named for. For
 * `all`, those whose extractor is missing are left out.
 */
export async function requestedProtocols(
  { protocol, changes, features }: ProtocolRequest,
  { data, configured }: ProtocolContext,
  place: ExtractorPlace,
  { extractors, leftOut }: { readonly extractors: ExtractorPool; readonly leftOut: LeftOut[] },
): Promise<readonly Protocol[]> {
  const extractor = features === undefined ? undefined : extractorName(features);
  const change = (one: Protocol) => customProtocol(one, { ...changes, extractor });
  if (protocol !== "all") {
    const own = configured && configuredProtocol(configured);
    const named = protocol === undefined ? undefined : protocolOf(protocol);
    return [change(named ?? own ?? defaultProtocol({ data }))];
  }
  const own = data && datasetOf(data.name).protocol;
  const elsewhere = datasets.flatMap((dataset) => dataset.protocol ?? []);
  const all = protocolNames
    .filter((name) => name === own || !(isPointsData(data) || elsewhere.includes(name)))
    .map((name) => change(protocols[name]));
  const found: Protocol[] = [];
  let firstError: unknown;
  for (const one of all) {
    try {
      await extractors.open(one.settings.features, place);
      found.push(one);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      firstError ??= error;
      leftOut.push({ what: one.name, reason: error.message });
    }
  }
  if (found.length === 0) throw firstError;
  return found;
}
