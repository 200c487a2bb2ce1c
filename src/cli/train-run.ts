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

/** What all ways to train a run have in common. */
interface TrainOptions {
  /** The step after which it is stopped and saved. */
  readonly until?: number | undefined;
  /** Whether to write the report when it ends; default true. */
  readonly report?: boolean | undefined;
}

/** Starts a run from a recipe or a config file. */
export async function trainNew(
  request: ConfigRequest,
  { out, until, report }: TrainOptions & { readonly out?: string | undefined },
): Promise<void> {
  const config = await requestedConfig(request);
  const configText = stringifyConfig(config);
  await watch({ kind: "new", config, configText, out, until }, { report });
}

/**
 * Goes on with a run, or with the runs of an experiment; with `takeOver` also from another machine's
 * process that looks alive.
 */
export async function trainOn(
  folder: string,
  set: readonly string[],
  { takeOver = false, until, report }: TrainOptions & { readonly takeOver?: boolean | undefined },
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
    return trainSeedsOn(experiment, set, { takeOver, report });
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  const configText = stringifyConfig(config);
  await watch({ kind: "resume", config, configText, folder, takeOver, until }, { report });
}

/** Measures a few iterations and tells what the run, or one of each seed, would cost. */
export async function tellForecast(request: ConfigRequest, seeds = 1): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "dry-run", config }, { seeds });
}
