/** Analyzes with a display, and prints the results. */
import { analyzeRun } from "../../evaluation/analysis/index.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { printJson, printLines } from "../../terminal/terminal.ts";
import type { CheckpointName, DeviceName } from "../shared/options.ts";
import { analysisLines } from "./tables.ts";

/** The command's options. */
export interface AnalyzeFlags {
  readonly step?: CheckpointName;
  readonly images: number;
  readonly hessian?: string;
  readonly seed: number;
  readonly root?: string;
  readonly device: DeviceName;
  readonly json?: boolean;
}

/** Analyzes a run and prints tables, or JSON. */
export async function printAnalysis(path: string, flags: AnalyzeFlags): Promise<void> {
  const { json, hessian, ...rest } = flags;
  const display = createDisplay(1);
  try {
    const outcome = await analyzeRun(
      { path, hessianLayer: hessian, ...rest },
      { onProgress: display.work },
    );
    display.close();
    for (const note of outcome.notes) display.note(note);
    if (json) printJson(outcome);
    else printLines(analysisLines(outcome));
  } finally {
    display.close();
  }
}
