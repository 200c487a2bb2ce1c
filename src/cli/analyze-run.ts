/** Analyzes with a display, and prints what came of it. */
import { analyzeRun } from "../evaluation/index.ts";
import { analysisLines } from "./analysis-tables.ts";
import type { AnalyzeFlags } from "./analyze.ts";
import { createDisplay } from "./progress.ts";

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
    if (json) console.log(JSON.stringify(outcome, null, 2));
    else for (const line of analysisLines(outcome)) console.log(line);
  } finally {
    display.close();
  }
}
