/** Tells the runs of a sweep and what they would cost, as far as a few measured steps tell. */

import {
  type CostClass,
  costClasses,
  type ExpandedRun,
  type ExpandedSweep,
  halvedCost,
} from "../sweeps/plan/index.ts";
import { countOf, formatCount, formatSeconds, formatShare } from "../text.ts";
import { type Forecast, startTraining } from "../training/index.ts";
import { table } from "./format.ts";
import { createDisplay } from "./progress.ts";

/** Kinds of runs that are measured; the rest is said to be unknown. */
const MOST_MEASURED = 4;

/** Prints the runs and the cost of all together. */
export async function tellSweep(
  { name, runs, halving }: ExpandedSweep,
  { jobs, budgetHours }: { readonly jobs: number; readonly budgetHours: number | null },
): Promise<void> {
  const classes = costClasses(runs);
  const seconds = new Map<ExpandedRun, number>();
  for (const [i, one] of classes.slice(0, MOST_MEASURED).entries()) {
    const first = one.runs[0] as ExpandedRun;
    console.error(
      `measuring ${first.name}, for ${one.runs.length} of ${runs.length} runs (${i + 1} of ${Math.min(classes.length, MOST_MEASURED)})`,
    );
    const forecast = await measure(first);
    if (forecast === undefined) return;
    for (const run of one.runs) seconds.set(run, (forecast.iterationMs * run.config.steps) / 1000);
  }
  const rows = runs.map((run) => {
    const cost = seconds.get(run);
    return [
      `  ${run.name}`,
      formatCount(run.config.steps),
      cost === undefined ? "not measured" : formatSeconds(cost),
    ];
  });
  console.log(`sweep ${name}: ${countOf(runs.length, "run")}, ${jobs} side by side`);
  for (const line of table([["  run", "steps", "time alone"], ...rows])) console.log(line);
  const halved = halving && halvedCost(halving, new Set(runs.map(({ point }) => point)).size);
  const share = halved?.share ?? 1;
  for (const line of costLines({ classes, seconds, jobs, budgetHours, share })) console.log(line);
  if (halving === null || halved === null) return;
  const parts = halved.counts.map((count, i) => `${count} to step ${halving.rungs[i]}`);
  const text = `points: ${parts.join(", ")}: ${formatShare(halved.share)} of all steps, which is counted above`;
  for (const line of table([["halving", text]], 80)) console.log(line);
}

interface Costs {
  readonly classes: readonly CostClass[];
  /** Of each run that was measured, or whose like was. */
  readonly seconds: ReadonlyMap<ExpandedRun, number>;
  readonly jobs: number;
  readonly budgetHours: number | null;
  /** The part of all steps that is trained. */
  readonly share: number;
}

function costLines({ classes, seconds, jobs, budgetHours, share }: Costs): string[] {
  const total = share * [...seconds.values()].reduce((sum, one) => sum + one, 0);
  const unknown = classes.slice(MOST_MEASURED).reduce((sum, { runs }) => sum + runs.length, 0);
  const rows = [
    ["training", `${formatSeconds(total)} of all runs together, each measured alone`],
    [
      "by the clock",
      `at least ${formatSeconds(total / jobs)} with ${jobs} side by side; not measured: how far they slow each other, start-up, evaluations`,
    ],
    ...(unknown > 0
      ? [["not measured", `${unknown} runs of ${classes.length - MOST_MEASURED} other kinds`]]
      : []),
    ...(budgetHours === null
      ? []
      : [["budget", `${formatSeconds(budgetHours * 3600)} of training`]]),
  ];
  return table(rows, 80);
}

/** A few measured steps; `undefined` when Ctrl-C stopped them. */
async function measure({ config }: ExpandedRun): Promise<Forecast | undefined> {
  const display = createDisplay(config.steps);
  let forecast: Forecast | undefined;
  let stopped = false;
  const training = startTraining({ kind: "dry-run", config }, (message) => {
    if (message.type === "data") display.data(message.progress);
    else if (message.type === "forecast") forecast = message.forecast;
  });
  const stop = () => {
    stopped = true;
    training.stop();
  };
  process.once("SIGINT", stop);
  try {
    await training.finished;
  } catch (error) {
    if (!stopped) throw error;
  } finally {
    process.off("SIGINT", stop);
    display.close();
  }
  if (stopped) process.exitCode = 130;
  return stopped ? undefined : forecast;
}
