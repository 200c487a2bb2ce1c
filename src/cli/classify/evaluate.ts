/** Measures a classifier with a display, and prints the measures. */
import { evaluateRun, namedSet } from "../../classify/index.ts";
import type { DatasetOptions } from "../../data/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { abortOnSignals, exitCodes } from "../../terminal/signals.ts";
import { printJson, printLines, tell } from "../../terminal/terminal.ts";
import type { DeviceName } from "../shared/options.ts";
import { measureRows } from "./tables.ts";

/** The command's options. */
export interface EvaluateFlags {
  readonly split?: string;
  readonly count?: number;
  readonly root?: string;
  readonly device: DeviceName;
  readonly threads: number;
  readonly json?: boolean;
}

/** Measures the classifier of a folder on images. */
export async function evaluateOne(
  folder: string,
  place: string | undefined,
  flags: EvaluateFlags,
): Promise<void> {
  const { device, threads, json } = flags;
  const data = await imagesOf(place, flags);
  const display = createDisplay(1);
  const stop = new AbortController();
  const signals = abortOnSignals(stop);
  try {
    const answer = await evaluateRun(folder, {
      ...{ engine: nodeEngine({ device, threads }), data, signal: stop.signal },
      onData: (progress) => display.data(progress),
      onTest: (done, total) => display.work({ task: "testing", done, total, unit: "images" }),
    });
    display.close();
    if (answer === undefined) {
      tell("stopped; nothing was recorded");
      process.exitCode = exitCodes[signals.received() ?? "SIGINT"];
      return;
    }
    if (json) printJson(answer);
    else {
      const { step, steps, measures } = answer;
      if (step < steps) tell(`trained for ${step} of ${steps} steps so far`);
      printLines(
        measureRows(
          measures,
          place === undefined && flags.split === undefined ? "held-out image" : "image",
        ),
      );
    }
  } finally {
    signals.remove();
    display.close();
  }
}

/** The images that are named; of the classifier's own set, what is other. */
async function imagesOf(
  place: string | undefined,
  { split, count, root }: EvaluateFlags,
): Promise<Partial<DatasetOptions>> {
  const named: Partial<DatasetOptions> = place === undefined ? {} : await namedSet(place);
  const part = place !== undefined && named.name !== "folder" ? { split: "test" } : {};
  const given = { ...(split && { split }), ...(count && { count }), ...(root && { root }) };
  return { ...named, ...part, ...given } as Partial<DatasetOptions>;
}
