/** Starts a run, goes on with one, or forecasts one. */

import { readResolvedConfig } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { openExperiment } from "../runs/experiments/index.ts";
import { openRunFolder } from "../runs/folder/index.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";
import { type Watched, watch } from "./watch.ts";

/** What all ways to train a run have in common. */
interface TrainOptions {
  /** The step after which it is stopped and saved. */
  readonly until?: number | undefined;
  /** Whether to write the report when it ends; default true. */
  readonly report?: boolean | undefined;
  /** Whether SIGUSR1 saves and stops it; default false. */
  readonly mindsTimeLimit?: boolean;
}

/** Starts a run from a recipe or a config file. */
export async function trainNew(
  request: ConfigRequest,
  { out, until, ...watching }: TrainOptions & { readonly out?: string | undefined },
): Promise<Watched> {
  const config = await requestedConfig(request);
  return watch({ kind: "train", config, start: { kind: "new", out }, until }, watching);
}

/**
 * Goes on with a run, or with the runs of an experiment; with `takeOver` also from another machine's
 * process that looks alive.
 */
export async function trainOn(
  folder: string,
  set: readonly string[],
  options: TrainOptions & { readonly takeOver?: boolean | undefined },
): Promise<void> {
  const { takeOver = false, until, report } = options;
  const experiment = await openExperiment(folder);
  if (experiment === undefined) {
    await trainRunOn(folder, set, options);
    return;
  }
  if (until !== undefined) {
    throw new EvenkeelError("USAGE", `--until: must be of one run, got the experiment ${folder}`, {
      advice: `Name one of its runs: evenkeel train --resume ${experiment.folderOf(experiment.seeds[0]!)}`,
    });
  }
  const { trainSeedsOn } = await import("./train-seeds.ts");
  return trainSeedsOn(experiment, set, { takeOver, report });
}

/** Goes on with a run. */
export async function trainRunOn(
  folder: string,
  set: readonly string[],
  {
    takeOver = false,
    until,
    ...watching
  }: TrainOptions & { readonly takeOver?: boolean | undefined },
): Promise<Watched> {
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  const start = { kind: "resume", folder, takeOver } as const;
  return watch({ kind: "train", config, start, until }, watching);
}

/** Measures a few iterations and tells what the run, or one of each seed, would cost. */
export async function tellForecast(request: ConfigRequest, seeds = 1): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "dry-run", config }, { seeds });
}
