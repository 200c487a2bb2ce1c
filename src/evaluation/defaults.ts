/** What is measured, and how, where nobody says so. */

import type { Config } from "../config/index.ts";
import { recipes } from "../config/index.ts";
import { type DatasetOptions, datasetOf, isDatasetName } from "../data/index.ts";
import { type MetricName, type Protocol, protocolOf, protocols } from "../metrics/index.ts";

/** The protocol that was made for the data, else that of the recipe's source, else `quick`. */
export function defaultProtocol({ recipe, data }: ProtocolHints): Protocol {
  const own = data && isDatasetName(data.name) ? datasetOf(data.name).protocol : undefined;
  if (own !== undefined) return protocolOf(own);
  const source = recipe === undefined ? undefined : recipes[recipe]?.measuredBy;
  return protocols[source ?? "quick"];
}

/** The protocol that a config names, else the default for it. */
export function configuredProtocol(config: Config): Protocol {
  const { protocol } = config.evaluate;
  return protocol === undefined ? defaultProtocol(config) : protocols[protocol];
}

/** What tells which protocol is meant. */
interface ProtocolHints {
  readonly recipe?: string | undefined;
  /** The data set, by the name of a registered one or of one that a program defined. */
  readonly data?: { readonly name: string } | undefined;
}

/** What can be measured: without real images the Inception score alone. */
export function defaultMetrics(
  data: DatasetOptions | undefined,
  isMixture: boolean,
): readonly MetricName[] {
  if (data === undefined) return ["is"];
  if (!isPointsData(data)) return ["is", "fid", "kid", "prdc"];
  return isMixture ? ["modes", "fid", "prdc"] : ["fid", "prdc"];
}

/** Whether these are points in the plane. */
export function isPointsData(data: DatasetOptions | undefined): boolean {
  return data !== undefined && datasetOf(data.name).kind === "points";
}
