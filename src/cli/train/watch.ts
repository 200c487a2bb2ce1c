/** Trains with a display, saves and stops on Ctrl-C, and prints the outcome. */
import { readEvaluations, resultSentences } from "../../evaluation/results/index.ts";
import { reasonOf } from "../../files/index.ts";
import { readBest } from "../../runs/checkpoints/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { printNext, showPath } from "../../terminal/paths.ts";
import { createDisplay, type Display } from "../../terminal/progress.ts";
import { exitCodes, onSignals, type Signal } from "../../terminal/signals.ts";
import { print } from "../../terminal/terminal.ts";
import { startTraining, type TrainingOutcome, type TrainingRequest } from "../../training/index.ts";
import type { RunStudio } from "../studio/studio.ts";
import { evaluatedRows } from "./evaluated.ts";
import { nextCommands, printForecast, printOutcome } from "./outcome.ts";
import type { StartOfRun } from "./start.ts";

/** What is printed besides the outcome. */
export interface Watching {
  /** How many runs a forecast is for; default 1. */
  readonly seeds?: number;
  /** What a forecast says of a run beside what it takes: rows of a table; default none. */
  readonly forecastRows?: StartOfRun["forecastRows"] | undefined;
  /** Whether to print warnings about the config; default true. */
  readonly warnings?: boolean;
  /** Whether to write the run's report when it ends; default true. */
  readonly report?: boolean | undefined;
  /** Whether to print the commands that may follow; default true. */
  readonly next?: boolean;
  /** Whether to open the studio on the run, which stays until Ctrl-C; default false. */
  readonly studio?: boolean | undefined;
  /** Whether SIGUSR1, by which a cluster warns of a time limit, saves and stops it; default false. */
  readonly hasTimeLimit?: boolean;
  /** Called once the run has its folder. */
  readonly onBegun?: () => void;
}

/** How watching ended. */
export interface Watched {
  /** `undefined` when it was stopped before training began, or was a forecast. */
  readonly outcome: TrainingOutcome | undefined;
  readonly signal: Signal | undefined;
  /** Whether its time limit was near. */
  readonly isWarned: boolean;
}

/** Trains with a display; Ctrl-C saves and stops. Prints the outcome and sets the exit code. */
export async function watch(request: TrainingRequest, watching: Watching = {}): Promise<Watched> {
  const { config } = request;
  const {
    seeds = 1,
    forecastRows = () => [],
    warnings = true,
    next = true,
    report = true,
    hasTimeLimit,
    onBegun,
  } = watching;
  const display = createDisplay(config.steps);
  let outcome: TrainingOutcome | undefined;
  let begun = false;
  let opening: Promise<RunStudio | undefined> | undefined;
  let hasStepped = false;
  const training = startTraining(request, (message) => {
    switch (message.type) {
      case "phase":
        return display.phase(message.text);
      case "note":
        return display.note(message.text);
      case "warning":
        return warnings ? display.note(`warning: ${message.text}`) : undefined;
      case "folder":
        begun = true;
        onBegun?.();
        if (watching.studio) opening = openStudio(message.path, display);
        return display.note(`run folder ${showPath(message.path)}`);
      case "data":
        return display.data(message.progress);
      case "progress":
        hasStepped = true;
        return display.training(message);
      case "evaluating":
        return display.evaluating(message.progress);
      case "saved":
        return;
      case "forecast":
        display.close();
        return printForecast(message.forecast, seeds, forecastRows(message.forecast));
      case "end":
        outcome = message.outcome;
    }
  });
  const signals = onSignals((signal, again) => {
    if (again) {
      display.close();
      // By the signal itself: process.exit would end the training thread within a call of the engine,
      // which aborts the process.
      signals.remove();
      process.kill(process.pid, signal);
      return;
    }
    training.stop();
    display.note(`${signal}: ${stoppingText(hasStepped)}`);
  });
  let isWarned = false;
  const warn = () => {
    isWarned = true;
    training.stop("time-limit");
    display.note("SIGUSR1, the time limit is near: finishing the step and saving");
  };
  if (hasTimeLimit) process.on("SIGUSR1", warn);
  try {
    await training.finished;
  } catch (error) {
    if (begun || (signals.received() === undefined && !isWarned)) throw error;
    display.note("stopped before training began; nothing was written");
  } finally {
    signals.remove();
    process.off("SIGUSR1", warn);
    display.close();
  }
  if (outcome !== undefined) {
    const { evaluations, checkpoints } = runFiles(outcome.folder);
    const records = await readEvaluations(evaluations);
    const evaluated = evaluatedRows(records, await readBest(checkpoints));
    const found = resultSentences(records);
    const written = report ? await writtenReport(outcome.folder) : undefined;
    printOutcome(outcome, config, written, evaluated, found);
    if (next) printNext(nextCommands(outcome, config));
  }
  const signal = signals.received();
  const studio = await opening;
  if (studio !== undefined && signal === undefined) {
    print("The studio stays open; Ctrl-C ends it.");
    await studio.stay();
  } else await studio?.close();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
  else if (outcome?.reason === "not-finite") process.exitCode = 1;
  return { outcome, signal, isWarned };
}

/** What a run does that was asked to stop; the engine cannot be interrupted while it compiles. */
const stoppingText = (hasStepped: boolean) =>
  hasStepped
    ? "finishing the step and saving; press again to quit at once"
    : "stopping before the first step, once what is being opened or compiled is ready; press again to quit at once, which loses nothing";

/** A run is worth more than the look at it: it goes on where the studio cannot be opened. */
async function openStudio(folder: string, display: Display): Promise<RunStudio | undefined> {
  try {
    const studio = await (await import("../studio/studio.ts")).openRun(folder);
    display.note(`studio ${studio.address}`);
    return studio;
  } catch (error) {
    display.note(`warning: the studio could not be opened: ${reasonOf(error)}`);
    return undefined;
  }
}

async function writtenReport(folder: string): Promise<string | undefined> {
  const { writeRunReport } = await import("../shared/run-report.ts");
  return writeRunReport(folder);
}
