/** Starts a run, goes on with one, or forecasts one. */
import { EvenkeelError } from "../errors.ts";
import {
  openExperiment,
  openRunFolder,
  readResolvedConfig,
  stringifyConfig,
} from "../runs/index.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";
import { watch } from "./watch.ts";

/** Starts a run from a recipe or a config file; `until`: the step after which it is stopped and saved. */
export async function trainNew(
  request: ConfigRequest,
  { out, until }: { readonly out: string | undefined; readonly until: number | undefined },
): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "new", config, configText: stringifyConfig(config), out, until });
}

/** How a run is gone on with. */
interface GoingOn {
  /** From another machine's process that looks alive as well. */
  readonly takeOver: boolean | undefined;
  /** The step after which it is stopped and saved. */
  readonly until: number | undefined;
}

/** Goes on with a run, or with the runs of an experiment. */
export async function trainOn(
  folder: string,
  set: readonly string[],
  { takeOver = false, until }: GoingOn,
): Promise<void> {
  const experiment = await openExperiment(folder);
  if (experiment !== undefined) {
    if (until !== undefined) {
      throw new EvenkeelError(
        "USAGE",
        `--until: must be of one run, got the experiment ${folder}`,
        {
          advice: `Name one of its runs: evenkeel train --resume ${experiment.folderOf(experiment.seeds[0]!)}`,
        },
      );
    }
    const { trainSeedsOn } = await import("./train-seeds.ts");
    return trainSeedsOn(experiment, set, takeOver);
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  const configText = stringifyConfig(config);
  await watch({ kind: "resume", config, configText, folder, takeOver, until });
}

/** Measures a few iterations and tells what the run, or one of each seed, would cost. */
export async function tellForecast(request: ConfigRequest, seeds = 1): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "dry-run", config }, { seeds });
}
