/** Trains with a display, minds Ctrl-C, and tells how it went. */
import { relative } from "node:path";
import {
  type Config,
  type Forecast,
  openExperiment,
  openRunFolder,
  readResolvedConfig,
  startTraining,
  stringifyConfig,
  type TrainingOutcome,
  type TrainingRequest,
} from "../runs/index.ts";
import { formatBytes, formatCount, formatSeconds, printTable } from "./format.ts";
import { createDisplay } from "./progress.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";

/** Starts a run from a recipe or a config file. */
export async function trainNew(request: ConfigRequest, out?: string): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "new", config, configText: stringifyConfig(config), out });
}

/** Goes on with a run, or with the runs of an experiment. */
export async function trainOn(folder: string, set: readonly string[]): Promise<void> {
  const experiment = await openExperiment(folder);
  if (experiment !== undefined) {
    const { trainSeedsOn } = await import("./train-seeds.ts");
    return trainSeedsOn(experiment, set);
  }
  const { files } = await openRunFolder(folder);
  const config = await readResolvedConfig(files.config, set);
  await watch({ kind: "resume", config, configText: stringifyConfig(config), folder });
}

/** Measures a few iterations and tells what the run, or one of each seed, would cost. */
export async function tellForecast(request: ConfigRequest, seeds = 1): Promise<void> {
  const config = await requestedConfig(request);
  await watch({ kind: "dry-run", config }, seeds);
}

/** Trains with a display; Ctrl-C saves and stops. Sets the exit code and tells how it went. */
export async function watch(
  request: TrainingRequest,
  seeds = 1,
): Promise<{ readonly outcome: TrainingOutcome | undefined; readonly signal: Signal | undefined }> {
  const { config } = request;
  const display = createDisplay(config.steps);
  let outcome: TrainingOutcome | undefined;
  let begun = false;
  const training = startTraining(request, (message) => {
    switch (message.type) {
      case "phase":
        return display.phase(message.text);
      case "note":
        return display.note(message.text);
      case "folder":
        begun = true;
        return display.note(`run folder ${showPath(message.path)}`);
      case "data":
        return display.data(message.progress);
      case "progress":
        return display.training(message);
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
  try {
    await training.finished;
  } catch (error) {
    if (begun || signals.received() === undefined) throw error;
    display.note("stopped before training began; nothing was written");
  } finally {
    signals.remove();
    display.close();
  }
  if (outcome !== undefined) printOutcome(outcome, config);
  const signal = signals.received();
  if (signal !== undefined) process.exitCode = exitCodes[signal];
  else if (outcome?.reason === "not-finite") process.exitCode = 1;
  return { outcome, signal };
}

type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";
const exitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

function onSignals(handle: (signal: Signal, again: boolean) => void) {
  let first: Signal | undefined;
  const listener = (signal: Signal) => {
    const again = first !== undefined;
    first ??= signal;
    handle(signal, again);
  };
  const signals = Object.keys(exitCodes) as Signal[];
  for (const signal of signals) process.on(signal, listener);
  return {
    received: () => first,
    remove: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

function printOutcome(outcome: TrainingOutcome, config: Config): void {
  const { reason, counters, seconds, samples } = outcome;
  const folder = showPath(outcome.folder);
  const after = `step ${counters.gStep} of ${config.steps}, ${formatSeconds(seconds)} of training`;
  const heading = {
    done: `done: ${after}`,
    stopped: `stopped and saved: ${after}`,
    "not-finite": `failed: a loss, norm or σ is no longer finite, at ${after}`,
  }[reason];
  console.log(heading);
  const rows = [["  run", folder], ...(samples === null ? [] : [["  samples", showPath(samples)]])];
  printTable(rows);
  const resume = `evenkeel train --resume ${folder}`;
  const next = {
    done: [
      `evenkeel sample ${folder}`,
      `evenkeel export ${folder} --format onnx`,
      `${resume} --set steps=${2 * config.steps}`,
    ],
    stopped: [resume, `evenkeel sample ${folder}`],
    "not-finite": [
      `evenkeel train ${config.recipe ?? `${folder}/config.yaml`} --set discriminator.optimizer.learningRate=${config.discriminator.optimizer.learningRate / 2}`,
    ],
  }[reason];
  console.log("next");
  for (const command of next) console.log(`  npx ${command}`);
}

function printForecast(forecast: Forecast, seeds: number): void {
  const { parameters } = forecast;
  const rows = [
    ["device", forecast.device],
    ["generator", `${formatCount(parameters.generator)} parameters`],
    ["discriminator", `${formatCount(parameters.discriminator)} parameters`],
    ["images", formatCount(forecast.images)],
    ["state", `${formatBytes(forecast.stateBytes)} of weights, moments and vectors`],
    ["memory", `${formatBytes(forecast.processBytes)} of the process`],
    [
      "iteration",
      `${forecast.iterationMs.toFixed(1)} ms (median of ${forecast.measured} after one)`,
    ],
    [
      "full run",
      `${formatSeconds(forecast.totalSeconds)} for ${formatCount(forecast.steps)} generator steps`,
    ],
    ...(seeds > 1
      ? [["all seeds", `${formatSeconds(seeds * forecast.totalSeconds)} for ${seeds} runs`]]
      : []),
  ];
  printTable(rows);
}

/** A path as short as it can be told from here. */
export function showPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
}
