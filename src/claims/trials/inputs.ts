/** The files that a claim's runs need, before any of them is begun. */
import { configFrom } from "../../config/index.ts";
import { openDataset } from "../../data/index.ts";
import { openExtractor } from "../../evaluation/extractors/index.ts";
import { configuredProtocol } from "../../evaluation/protocol/index.ts";
import type { ExpandedRun } from "../../sweeps/plan/index.ts";

/**
 * Opens every data set and every network for features that runs name, once each.
 *
 * @throws EvenkeelError `DATA` or `DISK` for what is missing or damaged, as a run would have it.
 */
export async function expectInputs(runs: readonly ExpandedRun[]): Promise<void> {
  const configs = runs.map(({ config }) => configFrom(config, process.cwd()));
  for (const data of distinct(configs.map((config) => config.data))) {
    await openDataset({ ...data, count: 1 });
  }
  const networks = configs
    .filter(({ evaluate }) => evaluate.every > 0)
    .map((config) => ({
      features: configuredProtocol(config).settings.features,
      root: config.data.root,
      named: config.evaluate.features,
    }));
  for (const { features, ...place } of distinct(networks)) {
    await (await openExtractor(features, { device: "cpu", ...place })).release();
  }
}

/** Values without those that are equal to an earlier one. */
function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
