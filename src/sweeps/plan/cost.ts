/** Which runs of a sweep cost the same for each step. */
import type { Config } from "../../config/index.ts";
import type { ExpandedRun } from "./expanded.ts";

/** Runs whose steps cost the same: one measurement is good for all of them. */
export interface CostClass {
  readonly runs: readonly ExpandedRun[];
}

/** The classes, the largest first. */
export function costClasses(runs: readonly ExpandedRun[]): readonly CostClass[] {
  const classes = new Map<string, ExpandedRun[]>();
  for (const run of runs) {
    const key = costKey(run.config);
    const members = classes.get(key);
    if (members === undefined) classes.set(key, [run]);
    else members.push(run);
  }
  return [...classes.values()]
    .map((members) => ({ runs: members }))
    .sort((a, b) => b.runs.length - a.runs.length);
}

/** What the cost of a step depends on, or may: everything but names, seeds, steps, step sizes and options of penalties. */
function costKey(config: Config): string {
  const { name: _n, recipe: _r, seed: _s, steps: _t, ...rest } = config;
  const { generator, discriminator } = rest;
  const player = <P extends Config["generator"] | Config["discriminator"]>({
    optimizer,
    schedule: _schedule,
    ...others
  }: P) => ({ ...others, optimizer: optimizer.name });
  return JSON.stringify({
    ...rest,
    generator: player(generator),
    discriminator: {
      ...player(discriminator),
      penalties: discriminator.penalties.map(({ name }) => name),
    },
  });
}
