/** Prints how a run ended, what may come next, and what a run would cost. */
import { dirname } from "node:path";
import { type Config, recipes } from "../../config/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { printTable, table } from "../../terminal/table.ts";
import { print, printLines, WIDTH } from "../../terminal/terminal.ts";
import { verdictText } from "../../terminal/verdict.ts";
import { formatBytes, formatCount, formatSeconds, shell } from "../../text.ts";
import type { Forecast, TrainingOutcome } from "../../training/index.ts";

/**
 * Prints how a run ended, what was found out, and where it, its samples and its report are.
 *
 * @param evaluated rows of what evaluations said.
 * @param found the newest results in words.
 */
export function printOutcome(
  outcome: TrainingOutcome,
  config: Config,
  report: string | undefined,
  evaluated: readonly (readonly string[])[],
  found: readonly string[],
): void {
  const { reason, counters, seconds, samples, verdict } = outcome;
  const folder = showPath(outcome.folder);
  const after = `step ${counters.gStep} of ${config.steps}, ${formatSeconds(seconds)} of training`;
  const heading = {
    done: `done: ${after}`,
    stopped: `stopped and saved: ${after}`,
    "not-finite": `failed: a loss, norm or σ is no longer finite, at ${after}`,
  }[reason];
  print(heading);
  const rows = [
    ["  run", folder],
    ...(verdict === null ? [] : [["  health", verdictText(verdict)]]),
    ...evaluated,
    ...found.map((text, i) => [i === 0 ? "  found" : "", text]),
    ...(samples === null ? [] : [["  samples", showPath(samples)]]),
    ...(report === undefined ? [] : [["  report", showPath(report)]]),
  ];
  printLines(table(rows, WIDTH));
}

/** Commands that may follow. */
export function nextCommands(
  { reason, ...outcome }: TrainingOutcome,
  config: Config,
): readonly string[] {
  const folder = showPath(outcome.folder);
  const resume = shell`evenkeel train --resume ${folder}`;
  return {
    done: [
      studioCommand(dirname(outcome.folder)),
      shell`evenkeel sample ${folder}`,
      shell`evenkeel export ${folder} --format onnx`,
      recipes[config.recipe ?? ""]?.next ?? `${resume} --set steps=${2 * config.steps}`,
    ],
    stopped: [resume, shell`evenkeel sample ${folder}`],
    "not-finite": [
      shell`evenkeel train ${config.recipe ?? runFiles(folder).config} --set discriminator.optimizer.learningRate=${config.discriminator.optimizer.learningRate / 2}`,
    ],
  }[reason];
}

/** The studio on the runs of a folder; it looks below `runs` by itself. */
function studioCommand(runs: string): string {
  const path = showPath(runs);
  return path === "runs" ? "evenkeel studio" : shell`evenkeel studio --runs ${path}`;
}

/** Prints what `seeds` runs like the one measured would cost, and further rows. */
export function printForecast(
  forecast: Forecast,
  seeds: number,
  more: readonly (readonly string[])[],
): void {
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
    ...more,
  ];
  printTable(rows);
}
