/** Which settings of a run have changed since its last attempt. */

/** Keys that may change while a run's numbers stay the same. */
const HARMLESS = ["logEvery", "sampleEvery", "checkpointEvery", "keepCheckpoints"];

/**
 * `batchSize 16 → 32` for each setting that differs and can change a run's numbers.
 *
 * @param stepsMatter whether `steps` can: a learning rate that falls to 0 at the last step depends on it.
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

/** Every setting by its path, as JSON. */
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
