/** Trains several seeds of one config, one after the other, and tells the band of their numbers. */

import type { Config } from "../config/index.ts";
import {
  changedExperimentConfig,
  createExperiment,
  discardExperiment,
  type Experiment,
  experimentConfig,
  seedState,
  summarize,
  writeExperimentConfig,
} from "../runs/experiments/index.ts";
import { asAttempt, clearUnstarted } from "../runs/folder/index.ts";
import type { TrainingRequest } from "../training/index.ts";
import { nextOfExperiment, printSummary } from "./experiment-outcome.ts";
import { reportRun } from "./report-run.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { watch } from "./watch.ts";

/** Starts an experiment of `count` seeds from a recipe or a config file. */
export async function trainSeeds(
  request: ConfigRequest,
  count: number,
  { out, report }: { readonly out?: string | undefined; readonly report?: boolean | undefined },
): Promise<void> {
  const config = await requestedConfig(request);
  const experiment = await createExperiment(config, count, out);
  await asAttempt(experiment.path, false, (allow) =>
    trainAll(experiment, config, { allow, undo: () => discardExperiment(experiment), report }),
  );
}

/** Goes on with an experiment, with its config changed by `set`: seeds that are done stay as they are. */
export async function trainSeedsOn(
  experiment: Experiment,
  set: readonly string[],
  {
    takeOver = false,
    report,
  }: { readonly takeOver?: boolean; readonly report?: boolean | undefined },
): Promise<void> {
  await asAttempt(experiment.path, takeOver, async (allow) => {
    const before = await experimentConfig(experiment);
    const config = await changedExperimentConfig(experiment, set);
    await writeExperimentConfig(experiment, config);
    const undo = () => writeExperimentConfig(experiment, before);
    await trainAll(experiment, config, { allow, undo, takeOver, report });
  });
}

/** How the seeds of an experiment are trained. */
interface TrainingOfAll {
  /** Throws once another process has gone on with the experiment. */
  readonly allow: () => void;
  /**
   * Takes back what was written for an experiment whose first run is refused or stopped before it has
   * begun.
   */
  readonly undo: () => Promise<void>;
  /** Whether runs are taken from another machine's process that looks alive; default false. */
  readonly takeOver?: boolean;
  /** Whether to write reports, of each run and of all; default true. */
  readonly report: boolean | undefined;
}

async function trainAll(
  experiment: Experiment,
  config: Config,
  { allow, undo, takeOver = false, report = true }: TrainingOfAll,
): Promise<void> {
  const { seeds, path } = experiment;
  console.error(`experiment ${showPath(path)}: ${seeds.length} seeds`);
  let begun = false;
  const onBegun = () => {
    begun = true;
  };
  for (const [i, seed] of seeds.entries()) {
    const heading = `seed ${seed}, ${i + 1} of ${seeds.length}`;
    allow();
    const watching = { warnings: !begun, next: false, report, onBegun };
    try {
      const request = await requestFor(experiment, config, seed, takeOver);
      console.error(request === undefined ? `${heading}: done before` : heading);
      if (request === undefined) continue;
      const { outcome, signal } = await watch(request, watching);
      if (signal !== undefined) {
        if (begun) printNext([`evenkeel train --resume ${showPath(path)}`]);
        else await undo();
        return;
      }
      if (outcome?.reason === "not-finite") console.error(`${heading}: failed`);
    } catch (error) {
      if (!begun) await undo();
      throw error;
    }
  }
  allow();
  const summary = await summarize(experiment, config.steps);
  printSummary(summary, showPath(path), report ? await reportRun(path) : undefined);
  printNext(nextOfExperiment(summary, showPath(path), config));
}

/** What is left to do for a seed; `undefined` when it is done. */
async function requestFor(
  experiment: Experiment,
  shared: Config,
  seed: number,
  takeOver: boolean,
): Promise<TrainingRequest | undefined> {
  const { status } = await seedState(experiment, seed, shared.steps);
  if (status === "done") return undefined;
  const config = { ...shared, seed };
  const folder = experiment.folderOf(seed);
  if (status === "begun") {
    return { kind: "train", config, start: { kind: "resume", folder, takeOver } };
  }
  await clearUnstarted(folder);
  return { kind: "train", config, start: { kind: "new", out: folder } };
}
