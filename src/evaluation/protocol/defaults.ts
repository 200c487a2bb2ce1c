/** The default protocols and metrics. */

import { type Config, recipes } from "../../config/index.ts";
import { type DatasetOptions, datasetOf, isDatasetName, mixtureOf } from "../../data/index.ts";
import {
  type DataKind,
  type MetricInput,
  type MetricName,
  metricNames,
  metrics,
} from "../../metrics/index.ts";
import {
  customProtocol,
  type Protocol,
  protocolOf,
  protocols,
} from "../../metrics/protocols/index.ts";
import { extractorName } from "../extractors/index.ts";

/** The protocol made for the data, otherwise that of the recipe's source, otherwise `quick`. */
export function defaultProtocol({ recipe, data }: ProtocolHints): Protocol {
  const own = data && isDatasetName(data.name) ? datasetOf(data.name).protocol : undefined;
  if (own !== undefined) return protocolOf(own);
  const source = recipe === undefined ? undefined : recipes[recipe]?.measuredBy;
  return protocols[source ?? "quick"];
}

/** The settings that determine how a run is evaluated during training. */
export type EvaluationConfig = ProtocolHints & Pick<Config, "evaluate">;

/** The protocol that a config names, otherwise its default protocol, with the features that it names. */
export function configuredProtocol(config: EvaluationConfig): Protocol {
  const { protocol, features } = config.evaluate;
  const named = protocol === undefined ? defaultProtocol(config) : protocols[protocol];
  return features === undefined
    ? named
    : customProtocol(named, { extractor: extractorName(features) });
}

/** What the default protocol depends on. */
interface ProtocolHints {
  readonly recipe?: string | undefined;
  /** The data set: the name of a registered one, or of one that a program defined. */
  readonly data?: { readonly name: string } | undefined;
}

/**
 * The metrics that can be measured on this kind of data by default.
 *
 * @param data the real images; `undefined` if there are none.
 */
export function defaultMetrics(data: DatasetOptions | undefined): readonly MetricName[] {
  const kinds = kindsOf(data);
  const missing: readonly MetricInput[] = [
    ...(data === undefined ? (["real", "training", "heldOut"] as const) : []),
    ...(data === undefined || mixtureOf(data) === undefined ? (["mixture"] as const) : []),
  ];
  return metricNames.filter((name) => {
    const { byDefault, needs } = metrics[name];
    return (
      kinds.some((kind) => byDefault.includes(kind)) &&
      !needs.some((input) => missing.includes(input))
    );
  });
}

/** What kinds of data these are. */
function kindsOf(data: DatasetOptions | undefined): readonly DataKind[] {
  if (isPointsData(data)) return ["points"];
  const isOwn = data !== undefined && datasetOf(data.name).files.kind === "own";
  return isOwn && (data.heldOut ?? 0) > 0 ? ["images", "own-images"] : ["images"];
}

/** Whether these are points in the plane. */
export function isPointsData(data: DatasetOptions | undefined): boolean {
  return data !== undefined && datasetOf(data.name).kind === "points";
}
