/** Starts a run, goes on with one, or forecasts one. */
import {
  openExperiment,
  openRunFolder,
  readResolvedConfig,
  stringifyConfig,
} from "../runs/index.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";
import { watch } from "./watch.ts";

/** Starts a run from a recipe or a config file. */
export async function trainNew(request: ConfigRequest, out?: string): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "new", config, configText: stringifyConfig(config), out });
}

/** Goes on with a run, or with the runs of an experiment. */
export async function trainOn(
  folder: string,
  set: readonly string[],
  takeOver = false,
): Promise<void> {
  const experiment = await openExperiment(folder);
  if (experiment !== undefined) {
    const { trainSeedsOn } = await import("./train-seeds.ts");
    return trainSeedsOn(experiment, set, takeOver);
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  await watch({ kind: "resume", config, configText: stringifyConfig(config), folder, takeOver });
}

/** Measures a few iterations and tells what the run, or one of each seed, would cost. */
export async function tellForecast(request: ConfigRequest, seeds = 1): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "dry-run", config }, { seeds });
}
