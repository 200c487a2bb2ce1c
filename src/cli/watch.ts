/** Trains with a display, minds Ctrl-C, and tells how it went. */
import { startTraining, type TrainingOutcome, type TrainingRequest } from "../training/index.ts";
import { createDisplay } from "./progress.ts";
import { nextCommands, printForecast, printNext, printOutcome, showPath } from "./run-outcome.ts";
import { exitCodes, onSignals, type Signal } from "./signals.ts";

/** What is told of a run beside how it went. */
export interface Watching {
  /** How many runs a forecast is for; default 1. */
  readonly seeds?: number;
  /** Whether to warn of what is doubtful about the config; default true. */
  readonly warnings?: boolean;
  /** Whether to write the run's report when it ends; default true. */
  readonly report?: boolean | undefined;
  /** Whether to tell what may come next; default true. */
  readonly next?: boolean;
  /** Whether SIGUSR1 saves and stops it, as a cluster warns of its time limit; default false. */
  readonly mindsTimeLimit?: boolean;
  /** Called once the run has its folder. */
  readonly onBegun?: () => void;
}

/** How watching ended. */
export interface Watched {
  /** `undefined` when it was stopped before training began, or was a forecast. */
  readonly outcome: TrainingOutcome | undefined;
  readonly signal: Signal | undefined;
  /** Whether it was warned of its time limit. */
  readonly isWarned: boolean;
}

/** Trains with a display; Ctrl-C saves and stops. Sets the exit code and tells how it went. */
export async function watch(request: TrainingRequest, watching: Watching = {}): Promise<Watched> {
  const { config } = request;
  const {
    seeds = 1,
    warnings = true,
    next = true,
    report = true,
    mindsTimeLimit,
    onBegun,
  } = watching;
  const display = createDisplay(config.steps);
  let outcome: TrainingOutcome | undefined;
  let begun = false;
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
        return display.note(`run folder ${showPath(message.path)}`);
      case "data":
        return display.data(message.progress);
      case "progress":
        return display.training(message);
      case "evaluating":
        return display.evaluating(message.progress);
      case "saved":
        return;
      case "forecast":
        display.close();
        return printForecast(message.forecast, seeds);
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
    display.note(`${signal}: finishing the step and saving; once more quits at once`);
  });
  let isWarned = false;
  const warn = () => {
    isWarned = true;
    training.stop("time-limit");
    display.note("SIGUSR1, the time limit is near: finishing the step and saving");
  };
  if (mindsTimeLimit) process.on("SIGUSR1", warn);
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
    printOutcome(outcome, config, report ? await writtenReport(outcome.folder) : undefined);
    if (next) printNext(nextCommands(outcome, config));
  }
  const signal = signals.received();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
  else if (outcome?.reason === "not-finite") process.exitCode = 1;
  return { outcome, signal, isWarned };
}

async function writtenReport(folder: string): Promise<string | undefined> {
  const { reportRun } = await import("./report-run.ts");
  return reportRun(folder);
}
