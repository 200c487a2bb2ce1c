/** The settings of a run that have changed since its last attempt. */

/** Settings that may change without affecting a run's numbers. */
const HARMLESS = ["logEvery", "sampleEvery", "checkpointEvery", "keepCheckpoints"];

/**
 * Lists each setting that differs and can affect a run's numbers, as `batchSize 16 → 32`.
 *
 * @param stepsMatter whether `steps` is one of them: a linear learning-rate schedule depends on it.
 */
export function settingChanges(
  before: unknown,
  now: unknown,
  { stepsMatter }: { readonly stepsMatter: boolean },
): string[] {
  const [old, current] = [flatten(before), flatten(now)];
  const harmless = stepsMatter ? HARMLESS : [...HARMLESS, "steps"];
  return [...new Set([...old.keys(), ...current.keys()])]
    .filter((key) => !harmless.includes(key) && !/^(evaluate|instruments)\./.test(key))
    .filter((key) => old.get(key) !== current.get(key))
    .map((key) => `${key} ${old.get(key) ?? "unset"} → ${current.get(key) ?? "unset"}`);
}

/** The settings by path, as JSON. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, child]) => [
      ...flatten(child, path === "" ? key : `${path}.${key}`),
    ]),
  );
}
