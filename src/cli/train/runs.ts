/** Starts a run, resumes one, or forecasts one. */
import { EvenkeelError } from "../../errors.ts";
import { isFile } from "../../files/index.ts";
import { openExperiment } from "../../runs/experiments/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { print } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import { resumeRequest } from "../../training/index.ts";
import { writeRunReport } from "../shared/run-report.ts";
import { startOfRun, type TrainStart } from "./start.ts";
import { watch } from "./watch.ts";

/** Options that all ways to train have. */
interface TrainOptions {
  /** The step after which a run is saved and stopped. */
  readonly until?: number | undefined;
  /** Whether to write the report when it ends. */
  readonly report: boolean;
  /** Whether to open the studio on it. */
  readonly studio: boolean | undefined;
}

/** Options of resuming. */
interface ResumeOptions extends TrainOptions {
  readonly takeOver: boolean | undefined;
  readonly acceptOtherData: boolean | undefined;
}

/** Starts a run from a recipe, a config file or images. */
export async function trainNew(
  request: TrainStart,
  { out, until, ...watching }: TrainOptions & { readonly out: string | undefined },
): Promise<void> {
  const { config } = await startOfRun(request);
  await watch({ kind: "train", config, start: { kind: "new", out }, until }, watching);
}

/** Resumes a run, or the runs of an experiment. */
export async function resumeTraining(
  folder: string,
  set: readonly string[],
  { until, report, studio, takeOver = false, acceptOtherData = false }: ResumeOptions,
): Promise<void> {
  const experiment = await openExperiment(folder);
  if (experiment === undefined) {
    const request = await resumeRequest(folder, { set, takeOver, acceptOtherData, until });
    await watch(request, { report, studio }).catch((error) =>
      reportIfMissing(folder, report, error),
    );
    return;
  }
  if (until !== undefined) {
    const [seed = 0] = experiment.seeds;
    throw new EvenkeelError(
      "USAGE",
      `--until: must be used with a single run, got the experiment ${folder}`,
      { advice: shell`Name one of its runs: evenkeel train --resume ${experiment.folderOf(seed)}` },
    );
  }
  const { resumeSeeds } = await import("./experiment.ts");
  return resumeSeeds(experiment, set, { takeOver, acceptOtherData, report });
}

/** Writes the report of a complete run whose process was killed before it could; rethrows all else. */
async function reportIfMissing(folder: string, wanted: boolean, error: unknown): Promise<void> {
  const isComplete = error instanceof EvenkeelError && error.details.kind === "complete";
  if (!isComplete || !wanted || (await isFile(runFiles(folder).report))) throw error;
  const path = await writeRunReport(folder);
  if (path !== undefined) print(`the run was complete; its report was missing: ${path}`);
}

/** Measures a few iterations and prints the cost of the run, or of one run for each seed. */
export async function printForecastOf(request: TrainStart, seeds = 1): Promise<void> {
  const { config, forecastRows } = await startOfRun(request);
  await watch({ kind: "dry-run", config }, { seeds, forecastRows });
}
