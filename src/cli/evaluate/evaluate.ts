/** Measures with a display, stops on Ctrl-C, and prints the results. */
import { type EvaluationOutcome, startEvaluation } from "../../evaluation/request/index.ts";
import type { MetricName } from "../../metrics/index.ts";
import type { roundings } from "../../metrics/protocols/index.ts";
import { isRunFolder, runFiles } from "../../runs/folder/index.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { printJson, printLines, tell } from "../../terminal/terminal.ts";
import type { CheckpointName, DeviceName } from "../shared/options.ts";
import { expectFolderPlace, expectFreePlace } from "../shared/outputs.ts";
import { evaluationLines } from "./tables.ts";

/** The command's options. */
export interface EvaluateFlags {
  readonly against?: string;
  readonly root?: string;
  readonly metrics?: readonly MetricName[];
  readonly protocol?: string;
  readonly features?: string;
  readonly step?: CheckpointName;
  readonly device: DeviceName;
  readonly out?: string;
  readonly json?: boolean;
  readonly realCount?: number;
  readonly fakeCount?: number;
  readonly realSplit?: "training" | "test";
  readonly rounding?: (typeof roundings)[number];
  readonly seed?: number;
}

/** Refuses to put records among those of another run, or pictures among images that are measured. */
async function expectPlaceForRecords(path: string, { out, against }: EvaluateFlags): Promise<void> {
  if (out === undefined) return;
  await expectFolderPlace("--out", out);
  const isRun = await isRunFolder(path);
  await expectFreePlace("--out", runFiles(out).evaluations, {
    usual: isRun ? [runFiles(path).evaluations] : [],
    reads: [...(isRun ? [] : [path]), ...(against === undefined ? [] : [against])],
  });
}

/** Measures a path and prints the results. */
export async function evaluatePath(path: string, flags: EvaluateFlags): Promise<void> {
  const { json, realCount, fakeCount, realSplit, rounding, seed, ...rest } = flags;
  const changes = { realCount, fakeCount, realSplit, rounding, seed };
  await expectPlaceForRecords(path, flags);
  const display = createDisplay(1);
  let outcome: EvaluationOutcome | undefined;
  const stop = (signal: NodeJS.Signals) => {
    display.close();
    tell("stopped; nothing was recorded");
    // by the signal itself: ending the thread within a call of the engine would abort the process
    process.off("SIGINT", stop).off("SIGTERM", stop);
    process.kill(process.pid, signal);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    await startEvaluation({ path, changes, ...rest }, (message) => {
      if (message.type === "note") display.note(message.text);
      else if (message.type === "progress") display.work(message.progress);
      else outcome = message.outcome;
    });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    display.close();
  }
  if (outcome === undefined) throw new Error("internal: the evaluation ended without an outcome");
  if (json) printJson(outcome);
  else printLines(evaluationLines(outcome));
}
