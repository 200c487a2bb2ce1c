/** What differs between configs. */
import type { ConfigValue } from "../../../../src/studio/api.ts";

/** The keys whose values are not the same in all configs, in the order in which they first appear. */
export function differingKeys(
  configs: readonly Readonly<Record<string, ConfigValue>>[],
): readonly string[] {
  const keys = [...new Set(configs.flatMap((config) => Object.keys(config)))];
  return keys.filter((key) => new Set(configs.map((config) => config[key])).size > 1);
}
