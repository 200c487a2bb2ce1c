/** Writes a report and tells where it is. */

import { analyzeRun } from "../evaluation/index.ts";
import { writeReport } from "../report/index.ts";
import { RUN_FILES, runFiles } from "../runs/folder/index.ts";
import { createDisplay } from "./progress.ts";
import type { ReportFlags } from "./report.ts";
import { showPath } from "./run-outcome.ts";

/** Writes the report on runs, experiments or sweeps. */
export async function report(paths: readonly string[], flags: ReportFlags): Promise<void> {
  const [only] = paths;
  const out =
    flags.out ??
    (paths.length === 1 && only !== undefined ? runFiles(only).report : RUN_FILES.report);
  const display = createDisplay(1);
  try {
    await writeReport(paths, {
      out,
      files: flags.files,
      onRead: (done, total) => display.work({ task: "reading", done, total, unit: "runs" }),
      analyze: flags.analyze
        ? (path) => {
            display.note(`analyzing ${showPath(path)}`);
            return analyzeRun(
              { path, images: 64, seed: 0, device: "auto" },
              { onProgress: display.work },
            );
          }
        : undefined,
    });
  } finally {
    display.close();
  }
  console.log(`report: ${showPath(out)}`);
  if (flags.files !== undefined) console.log(`charts: ${showPath(flags.files)}`);
}

/** Writes the report of a run or an experiment into its folder; a failure is told and does no harm. */
export async function reportRun(folder: string): Promise<string | undefined> {
  const out = runFiles(folder).report;
  try {
    await writeReport([folder], { out });
    return out;
  } catch (error) {
    console.error(`warning: the report was not written: ${(error as Error).message}`);
    return undefined;
  }
}
