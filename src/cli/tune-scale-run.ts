/** Finds a scale, and tells which it is and what it took. */

import { EvenkeelError } from "../errors.ts";
import { countOf, formatCount, formatNumber, formatShare } from "../text.ts";
import {
  gradientBand,
  planScales,
  type ScaleAnswer,
  type ScalePlan,
  type ScaleRequest,
  tuneScale,
} from "../tune/index.ts";
import { hanging } from "./evaluation-tables.ts";
import { table } from "./format.ts";
import { printNext, showPath } from "./run-outcome.ts";
import { abortOnSignals, exitCodes } from "./signals.ts";
import { createSweepDisplay, type SweepDisplay } from "./sweep-display.ts";
import { checkPlace, kindsOf, placeOf } from "./sweep-place.ts";
import { rungLines } from "./sweep-rungs.ts";
import { expectSlurm } from "./sweep-slurm.ts";
import type { TuneScaleFlags } from "./tune-scale.ts";

/** Finds a scale for a recipe or a config. */
export async function findScale(start: string, flags: TuneScaleFlags): Promise<void> {
  const { on, slurm, jobs, dryRun, ...asked } = flags;
  if (asked.by === "gradient" && (asked.metric !== undefined || asked.mode !== undefined)) {
    const option = asked.metric === undefined ? "--mode" : "--metric";
    throw new EvenkeelError("USAGE", `${option}: must stand beside --by halving`, {
      advice: "With --by gradient the discriminator's slope decides.",
    });
  }
  const request: ScaleRequest = { start, ...asked };
  if (dryRun) return tellPlan(await planScales(request));
  checkPlace(flags);
  if (on === "slurm") await expectSlurm();
  let display: SweepDisplay | undefined;
  let [folder, halving] = [asked.out, null as ScalePlan["halving"]];
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  try {
    const found = await tuneScale(request, {
      signal: stop.signal,
      place: ({ runs }) => placeOf(flags, kindsOf(runs), runs.length),
      onFolder: (path, plan) => {
        [folder, halving] = [path, plan.halving];
        console.error(
          `scale of ${plan.method.name} in ${showPath(path)}: ${countOf(plan.runs.length, "run")}`,
        );
        display = createSweepDisplay(plan.runs.length, 0);
      },
      onEvent: (event) => display?.show(event),
    });
    display?.close();
    const signal = signals.received();
    if (found === undefined) {
      console.error("stopped; what was trained is kept");
      const out = asked.out === undefined ? `, with --out ${showPath(folder ?? ".")}` : "";
      for (const line of hanging(`next: the same command again${out}`)) console.log(line);
      process.exitCode = exitCodes[signal ?? "SIGINT"];
      return;
    }
    tell(start, found.answer, halving);
    console.log(`written to ${showPath(found.folder)}: scale.json, sweep/`);
    printNext([
      ["evenkeel train", start, ...found.answer.options.map((one) => `--set ${one}`)].join(" "),
      `evenkeel report ${showPath(found.folder)}/sweep`,
    ]);
  } finally {
    signals.remove();
    display?.close();
  }
}

function tell(start: string, answer: ScaleAnswer, halving: ScalePlan["halving"]): void {
  const { by, method, scale, rungs, slopes, steps, gridSteps, notes } = answer;
  for (const line of rungLines({ halving }, rungs)) console.log(line);
  if (by === "gradient") {
    const { low, high } = gradientBand;
    console.log(`slope of D on generated images (wanted: ${low} to ${high})`);
    const rows = slopes.map(({ scale, slope }) => [
      `  scale ${scale}`,
      slope === null ? "–" : formatNumber(slope),
      slope !== null && slope >= low && slope <= high ? "in the band" : "",
    ]);
    for (const line of table(rows)) console.log(line);
  }
  console.log(`${start}: ${method} with scale ${scale}`);
  const cost = `${formatCount(steps)} generator steps, ${formatShare(steps / gridSteps)} of the ${formatCount(gridSteps)} of all scales' whole runs`;
  for (const line of [`cost: ${cost}`, ...notes].flatMap((text) => hanging(text))) {
    console.log(line);
  }
}

function tellPlan({ method, runs, halving, steps, gridSteps }: ScalePlan): void {
  console.log(
    `scale of ${method.name}: ${countOf(runs.length, "run")}, ${formatCount(steps)} generator steps, ${formatShare(steps / gridSteps)} of the whole grid`,
  );
  if (halving !== null) {
    console.log(
      `rungs at steps ${halving.rungs.join(", ")} by ${halving.metric} (${halving.mode})`,
    );
  }
  const rows = runs.map(({ name, config }) => [`  ${name}`, `${formatCount(config.steps)} steps`]);
  for (const line of table(rows, 80)) console.log(line);
}
