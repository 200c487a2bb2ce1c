/** Trains several seeds of one config, one after the other, and prints the bands of their measures. */
import type { Experiment } from "../../runs/experiments/index.ts";
import { printNext, showPath } from "../../terminal/paths.ts";
import { tell } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import {
  type ExperimentCallbacks,
  type ExperimentOutcome,
  resumeExperiment,
  type SeedTurn,
  trainExperiment,
} from "../../training/index.ts";
import { writeRunReport } from "../shared/run-report.ts";
import { nextOfExperiment, printSummary } from "./experiment-outcome.ts";
import { startOfRun, type TrainStart } from "./start.ts";
import { watch } from "./watch.ts";

/** Starts an experiment of `count` seeds from a recipe, a config file or images. */
export async function trainSeeds(
  request: TrainStart,
  count: number,
  { out, report }: { readonly out: string | undefined; readonly report: boolean },
): Promise<void> {
  const { config } = await startOfRun(request);
  const outcome = await trainExperiment(config, count, out, display(count, report));
  await printExperiment(outcome, report);
}

/** Resumes an experiment with its config changed by `set`; seeds that are done stay as they are. */
export async function resumeSeeds(
  experiment: Experiment,
  set: readonly string[],
  {
    report,
    ...how
  }: {
    readonly takeOver: boolean;
    readonly acceptOtherData: boolean;
    readonly report: boolean;
  },
): Promise<void> {
  const callbacks = display(experiment.seeds.length, report);
  await printExperiment(await resumeExperiment(experiment, { set, ...how }, callbacks), report);
}

function display(count: number, report: boolean): ExperimentCallbacks {
  const heading = ({ seed, index }: SeedTurn) => `seed ${seed}, ${index + 1} of ${count}`;
  return {
    onExperiment: ({ path }) => tell(`experiment ${showPath(path)}: ${count} seeds`),
    onSeed: (turn) => tell(turn.isDone ? `${heading(turn)}: done before` : heading(turn)),
    async train(request, turn, onBegun) {
      const watching = { warnings: turn.isFirst, next: false, report, onBegun };
      const { outcome, signal } = await watch(request, watching);
      if (signal !== undefined) return "stopped";
      if (outcome?.reason === "not-finite") tell(`${heading(turn)}: failed`);
      return "ended";
    },
  };
}

async function printExperiment(
  { experiment, config, summary, begun }: ExperimentOutcome,
  report: boolean,
): Promise<void> {
  const { path } = experiment;
  if (summary === undefined) {
    if (begun) printNext([shell`evenkeel train --resume ${showPath(path)}`]);
    return;
  }
  printSummary(experiment, summary, report ? await writeRunReport(path) : undefined);
  printNext(nextOfExperiment(experiment, summary, config));
}
