/** Prints the runs of a sweep and what they would cost. */
import { forecastSweep, type SweepForecast } from "../../sweeps/execution/index.ts";
import type { ExpandedSweep } from "../../sweeps/plan/index.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { exitCodes } from "../../terminal/signals.ts";
import { table } from "../../terminal/table.ts";
import { print, printLines, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatCount, formatSeconds, formatShare } from "../../text.ts";

/** What limits a sweep. */
interface Limits {
  /** Runs at once. */
  readonly jobs: number;
  readonly budgetHours: number | null;
}

/** Measures a few steps of each kind of run and prints the cost; Ctrl-C stops. */
export async function printSweepForecast(expanded: ExpandedSweep, limits: Limits): Promise<void> {
  const { name, runs } = expanded;
  const display = createDisplay(1);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  let forecast: SweepForecast | undefined;
  try {
    forecast = await forecastSweep(expanded, {
      signal: stop.signal,
      onKind: ({ run, runs: like, index, kinds }) =>
        display.phase(
          `measuring ${run.name}, for ${like} of ${runs.length} runs (${index + 1} of ${kinds})`,
        ),
      onData: display.data,
    });
  } finally {
    process.off("SIGINT", onInterrupt);
    display.close();
  }
  if (forecast === undefined) {
    process.exitCode = exitCodes.SIGINT;
    return;
  }
  const total = countOf(forecast.rounds * runs.length, "run");
  print(`sweep ${name}: ${total}, ${limits.jobs} at once`);
  printLines(runLines(forecast));
  printLines(table(costRows(forecast, limits), WIDTH));
}

function runLines({ runs }: SweepForecast): readonly string[] {
  const rows = runs.map(({ run, seconds }) => [
    `  ${run.name}`,
    formatCount(run.config.steps),
    seconds === null ? "not measured" : formatSeconds(seconds),
  ]);
  return table([["  run", "steps", "time alone"], ...rows]);
}

function costRows(forecast: SweepForecast, { jobs, budgetHours }: Limits): readonly string[][] {
  const { runs, seconds, rounds, unmeasured, halving } = forecast;
  const rows = [
    ["training", `${formatSeconds(seconds)} for all runs together, each measured alone`],
    [
      "elapsed",
      `at least ${formatSeconds(seconds / jobs)} with ${jobs} at once; not measured: how much concurrent runs slow each other, start-up, evaluations`,
    ],
  ];
  if (unmeasured.runs > 0) {
    rows.push(["not measured", `${unmeasured.runs} runs of ${unmeasured.kinds} other kinds`]);
  }
  if (rounds > 1) {
    rows.push([
      "search",
      `${rounds} rounds of ${countOf(runs.length, "run")}; those above are the first, the others follow from results and are taken to cost as much`,
    ]);
  }
  if (budgetHours !== null) {
    rows.push(["budget", `${formatSeconds(budgetHours * 3600)} of training`]);
  }
  if (halving !== null) {
    const parts = halving.rungs.map(({ step, points }) => `${points} to step ${step}`);
    const share = `${formatShare(halving.share)} of all steps, which the times above allow for`;
    rows.push(["halving", `points: ${parts.join(", ")}: ${share}`]);
  }
  return rows;
}
