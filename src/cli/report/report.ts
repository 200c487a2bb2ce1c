/** Writes a report and prints where it is. */
import { analyzeRun } from "../../evaluation/analysis/index.ts";
import { writeReport } from "../../report/index.ts";
import { RUN_FILES, runFiles } from "../../runs/folder/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { createDisplay } from "../../terminal/progress.ts";
import { print } from "../../terminal/terminal.ts";
import { expectFolderPlace, expectFreePlace, expectSameKind } from "../shared/outputs.ts";

/** The command's options. */
export interface ReportFlags {
  readonly out?: string;
  readonly files?: string;
  readonly analyze?: boolean;
}

/** Writes the report on runs, experiments or sweeps. */
export async function report(paths: readonly string[], flags: ReportFlags): Promise<void> {
  const [only] = paths;
  const usual = paths.length === 1 && only !== undefined ? runFiles(only).report : RUN_FILES.report;
  const { out = usual, files } = flags;
  await expectFreePlace("--out", flags.out, { usual: [usual] });
  await expectSameKind("--out", flags.out, [".html", ".htm"]);
  await expectFreePlace("--files", files);
  await expectFolderPlace("--files", files);
  const display = createDisplay(1);
  try {
    await writeReport(paths, {
      out,
      files,
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
  print(`report: ${showPath(out)}`);
  if (files !== undefined) print(`charts: ${showPath(files)}`);
}
