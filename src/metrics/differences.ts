/** In what two protocols differ, as far as it matters to a number. */
import type { ProtocolSettings } from "./protocols/protocol.ts";
import { resultOf } from "./registry.ts";

/** A setting that two protocols have differently. */
export interface SettingDifference {
  /** Its path, such as `real.count`. */
  readonly path: string;
  readonly values: readonly [unknown, unknown];
}

/**
 * The settings that make two results of one kind incomparable. The seed never does.
 *
 * @param key the key that the results are recorded under; of an unknown one every setting counts.
 */
export function protocolDifferences(
  key: string,
  one: ProtocolSettings,
  other: ProtocolSettings,
): readonly SettingDifference[] {
  const relevant = resultOf(key)?.settings;
  const matters = (path: string) =>
    path !== "seed" &&
    (relevant === undefined ||
      relevant.some((start) => path === start || path.startsWith(`${start}.`)));
  const [left, right] = [flat(one), flat(other)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => matters(path) && left.get(path) !== right.get(path))
    .map((path) => ({ path, values: [left.get(path), right.get(path)] }));
}

function flat(settings: ProtocolSettings): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(settings).flatMap(([group, value]): [string, unknown][] =>
      typeof value === "object"
        ? Object.entries(value).map(([key, inner]) => [`${group}.${key}`, inner])
        : [[group, value]],
    ),
  );
}
