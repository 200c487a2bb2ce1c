/** Finds a scale with a display, and prints the scale and what it cost. */

import { printNext, showPath } from "../../terminal/paths.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printLines, tell, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatCount, formatNumber, formatShare, shell } from "../../text.ts";
import {
  gradientBand,
  planScales,
  type ScaleAnswer,
  type ScalePlan,
  type ScaleRequest,
  tuneScale,
} from "../../tune/index.ts";
import { featuresSetting } from "../shared/options.ts";
import { expectFreePlace } from "../shared/outputs.ts";
import { type PlaceFlags, placeRequest } from "../shared/place.ts";
import { rungLines } from "../shared/rungs.ts";
import { createSweepDisplay, type SweepDisplay } from "../shared/sweep-display.ts";

/** The command's options. */
export interface TuneScaleFlags extends PlaceFlags {
  readonly by: "halving" | "gradient";
  readonly scales?: readonly number[];
  readonly seeds?: number;
  readonly steps?: number;
  readonly metric?: string;
  readonly mode?: "min" | "max";
  readonly set: readonly string[];
  readonly features?: string;
  readonly out?: string;
  readonly dryRun?: boolean;
}

/** Finds a scale for a recipe or a config. */
export async function findScale(start: string, flags: TuneScaleFlags): Promise<void> {
  const { on: _on, slurm: _slurm, jobs: _jobs, features: _features, dryRun, ...asked } = flags;
  const set = [...flags.set, ...featuresSetting(flags)];
  const request: ScaleRequest = { start, ...asked, set };
  if (dryRun) return printPlan(await planScales(request));
  await expectFreePlace("--out", asked.out);
  const place = placeRequest(flags);
  let display: SweepDisplay | undefined;
  let [folder, halving] = [asked.out, null as ScalePlan["halving"]];
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  try {
    const found = await tuneScale(request, {
      place,
      signal: stop.signal,
      onFolder: (path, plan) => {
        [folder, halving] = [path, plan.halving];
        tell(
          `scale of ${plan.method.name} in ${showPath(path)}: ${countOf(plan.runs.length, "run")}`,
        );
        display = createSweepDisplay(plan.runs.length, 0);
      },
      onEvent: (event) => display?.show(event),
    });
    display?.close();
    if (found === undefined) {
      tell("stopped; what was trained is kept");
      const out = asked.out === undefined ? shell`, with --out ${showPath(folder ?? ".")}` : "";
      printLines(hanging(`next: the same command again${out}`));
      process.exitCode = exitCodes[signals.received() ?? "SIGINT"];
      return;
    }
    printAnswer(start, found.answer, halving);
    print(`written to ${showPath(found.folder)}: scale.json, sweep/`);
    printNext([
      [
        shell`evenkeel train ${start}`,
        ...found.answer.options.map((one) => shell`--set ${one}`),
      ].join(" "),
      shell`evenkeel report ${showPath(found.folder)}/sweep`,
    ]);
  } finally {
    signals.remove();
    display?.close();
  }
}

function printAnswer(start: string, answer: ScaleAnswer, halving: ScalePlan["halving"]): void {
  const { by, method, scale, rungs, slopes, steps, gridSteps, notes } = answer;
  printLines(rungLines({ halving }, rungs));
  if (by === "gradient") {
    const { low, high } = gradientBand;
    print(`slope of D on generated images (wanted: ${low} to ${high})`);
    const rows = slopes.map(({ scale, slope }) => [
      `  scale ${scale}`,
      slope === null ? "–" : formatNumber(slope),
      slope !== null && slope >= low && slope <= high ? "in the band" : "",
    ]);
    printLines(table(rows));
  }
  print(`${start}: ${method} with scale ${scale}`);
  const whole = `the ${formatCount(gridSteps)} of whole runs of all scales`;
  const cost = `${formatCount(steps)} generator steps, ${formatShare(steps / gridSteps)} of ${whole}`;
  printLines([`cost: ${cost}`, ...notes].flatMap((text) => hanging(text)));
}

function printPlan({ method, scales, runs, halving, stages, steps, gridSteps }: ScalePlan): void {
  print(
    `scale of ${method.name}: ${countOf(runs.length, "run")}, ${formatCount(steps)} generator steps, ${formatShare(steps / gridSteps)} of the whole grid`,
  );
  const seeds = runs.length / scales.length;
  const each = seeds === 1 ? "" : `; ${countOf(seeds, "run")} each`;
  printLines(hanging(`scales: ${scales.join(", ")}${each}`));
  if (halving !== null) print(`the better half goes on, by ${halving.metric} (${halving.mode})`);
  const rows = stages.map((stage) => [
    `  to step ${formatCount(stage.step)}`,
    countOf(stage.runs, "run"),
    `${formatCount(stage.steps)} steps`,
  ]);
  printLines(table(rows, WIDTH));
}
