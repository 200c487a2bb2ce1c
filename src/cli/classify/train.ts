/** Trains with a display, stops on Ctrl-C, and prints what came of it. */
import {
  type ClassifierResult,
  classifierFiles,
  trainRun,
  writeReport,
} from "../../classify/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { showPath } from "../../terminal/paths.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printJson, printLines, tell, WIDTH } from "../../terminal/terminal.ts";
import { countOf, formatCount, formatNumber, formatShare } from "../../text.ts";
import type { DeviceName } from "../shared/options.ts";
import { expectFolderPlace, expectFreePlace } from "../shared/outputs.ts";
import { type GivenOptions, requestOf } from "./settings.ts";
import { measureRows } from "./tables.ts";

/** The command's options that are no settings. */
export interface TrainFlags extends GivenOptions {
  readonly out?: string;
  readonly root?: string;
  readonly set: readonly string[];
  readonly device: DeviceName;
  readonly threads: number;
  readonly json?: boolean;
}

/** Trains a classifier on a set, and prints how well it tells held-out images. */
export async function trainOne(place: string, flags: TrainFlags): Promise<void> {
  const { device, threads, json } = flags;
  await expectFolderPlace("--out", flags.out);
  const request = await requestOf(place, flags);
  const reads = request.data.path === undefined ? [] : [request.data.path];
  await expectFreePlace("--out", flags.out, { reads });
  const display = createDisplay(1);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  try {
    const { folder, result } = await trainRun(request, {
      ...{ engine: nodeEngine({ device, threads }), out: flags.out, signal: stop.signal },
      onData: (progress) => display.data(progress),
      onNote: (text) => display.note(text),
      onResume: (step) => display.note(`goes on after ${countOf(step, "step")}`),
      onProgress({ step, steps, loss, heldOut }) {
        const seen = heldOut === null ? "" : `, held-out accuracy ${formatShare(heldOut, 1)}`;
        const unit = `steps, loss ${formatNumber(loss, 3)}${seen}`;
        display.work({ task: "training", done: step, total: steps, unit });
      },
      onTest: (done, total) => display.work({ task: "testing", done, total, unit: "images" }),
    });
    display.close();
    if (result === undefined) {
      tell(`stopped; what was trained is kept in ${showPath(folder)}`);
      printLines(hanging(`next: the same command with --out ${showPath(folder)}`));
      process.exitCode = exitCodes[signals.received() ?? "SIGINT"];
      return;
    }
    await writeReport(folder);
    if (json) printJson(result);
    else printResult(result, folder);
  } finally {
    signals.remove();
    display.close();
  }
}

function printResult({ experiment, parameters, training, heldOut }: ClassifierResult, out: string) {
  const { data, steps, settings } = experiment;
  const rows = [
    [
      "  trained on",
      `${countOf(data.training, "image")} of ${data.classes.length} classes, ${data.name}`,
    ],
    ["  network", `${settings.network.name}, ${countOf(parameters, "parameter")}`],
    ["  steps", `${formatCount(steps)} of ${countOf(settings.batchSize, "image")}`],
    [
      "  at the end",
      `loss ${formatNumber(training.loss, 3)}, accuracy ${formatShare(training.accuracy, 1)} on training batches`,
    ],
    ["  classifier", showPath(out)],
    ["  report", showPath(classifierFiles(out).report)],
  ];
  printLines([...measureRows(heldOut, "held-out image"), ""]);
  printLines(table(rows, WIDTH));
  print("");
  printLines(hanging(`next: evenkeel classify evaluate ${showPath(out)}`));
}
