/** Measures of evaluations by which the runs of a sweep are compared. */
import type { Config } from "../../config/index.ts";
import { configuredProtocol } from "../../evaluation/protocol/index.ts";
import { protocolDifferences } from "../../metrics/index.ts";

/** The beginning of the names of measures that evaluations record. */
const EVALUATED = "evaluate/";

/**
 * Why runs cannot be compared by a measure: an evaluation is missing up to a step, or evaluations differ in settings
 * that affect it. Nothing is said of a measure that no evaluation records.
 *
 * @param by the step in words, such as `first (200)`.
 * @param until the step; default each run's last.
 */
export function unlikeEvaluations(
  metric: string,
  configs: readonly Config[],
  by: string,
  until?: number,
): readonly string[] {
  if (!metric.startsWith(EVALUATED)) return [];
  const blind = configs.find(
    ({ evaluate: { every }, steps }) => !(every > 0 && every <= (until ?? steps)),
  );
  const unlike = differences(metric.slice(EVALUATED.length), configs);
  return [
    ...(blind !== undefined
      ? [
          `evaluate.every must be between 1 and ${by} so that ${metric} is there, got ${blind.evaluate.every}`,
        ]
      : []),
    ...(unlike.length > 0
      ? [
          `all runs must be evaluated alike to be compared by ${metric}, they differ in ${unlike.join(", ")}`,
        ]
      : []),
  ];
}

/** In what the evaluations of runs differ, as far as it affects a measure: settings of protocols, with their values. */
function differences(key: string, configs: readonly Config[]): readonly string[] {
  const [first, ...others] = configs;
  if (first === undefined) return [];
  const settingsOf = (config: Config) => configuredProtocol(config).settings;
  const found = others.flatMap((config) =>
    protocolDifferences(key, settingsOf(first), settingsOf(config)).map(
      ({ path, values }) => `${path} (${values.join(", ")})`,
    ),
  );
  return [...new Set(found)];
}
