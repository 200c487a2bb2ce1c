/** How many runs of a sweep go on side by side, and what to say about it. */
import { type Config, readResolvedConfig } from "../config/index.ts";
import { nodeDevices } from "../runtime/node.ts";
import { localShares, memoryShares } from "../sweeps/execution/index.ts";
import type { Sweep, SweepRun } from "../sweeps/folder/index.ts";
import { formatBytes } from "../text.ts";

/** Kinds of runs whose configs are looked at for the memory they take. */
const MOST_KINDS = 32;

/** A config for each point of the axes, of as many as are worth estimating. */
export async function configsOfKinds(
  sweep: Sweep,
  runs: readonly SweepRun[],
): Promise<readonly Config[]> {
  const points = new Map(runs.map((run) => [JSON.stringify(run.point), run]));
  const some = [...points.values()].slice(0, MOST_KINDS);
  return Promise.all(some.map((run) => readResolvedConfig(sweep.fileOf(run, "config"))));
}

/**
 * What `sharesFor` makes of so many runs as memory bears; says so where that is less than it would be. A
 * number that a person has given, and a GPU, know no such limit.
 */
export function withinMemory<S extends { readonly jobs: number }>(
  kinds: readonly Config[],
  onGpu: boolean,
  wanted: number | undefined,
  sharesFor: (bearable: number) => S,
): S {
  const free = sharesFor(Number.POSITIVE_INFINITY);
  if (wanted !== undefined || onGpu || free.jobs === 1) return free;
  const { each, available, bearable } = memoryShares(kinds);
  if (bearable >= free.jobs) return free;
  console.error(
    `memory bears ${bearable} at once, not ${free.jobs}: a run takes about ${formatBytes(each)} of ${formatBytes(available)} (--jobs overrides)`,
  );
  return sharesFor(bearable);
}

/** Whether a device takes one run at a time. */
export function isGpu(device: Config["device"]): boolean {
  const cuda = () => nodeDevices().some((one) => one.device === "cuda" && one.available);
  return device === "webgpu" || device === "cuda" || (device === "auto" && cuda());
}

/** How many runs go side by side on this machine, and the threads of each. */
export function sharesHere(kinds: readonly Config[], runs: number, wanted: number | undefined) {
  const onGpu = kinds.some(({ device }) => isGpu(device));
  return withinMemory(kinds, onGpu, wanted, (bearable) =>
    localShares(runs, onGpu, wanted, bearable),
  );
}
