/** The report of a run that has ended. */
import { writeReport } from "../../report/index.ts";
import { runFiles } from "../../runs/folder/index.ts";
import { oneLine, tell } from "../../terminal/terminal.ts";

/**
 * Writes the report of a run or an experiment into its folder.
 *
 * @returns its path; `undefined` where it could not be written, which is printed as a warning.
 */
export async function writeRunReport(folder: string): Promise<string | undefined> {
  const out = runFiles(folder).report;
  try {
    await writeReport([folder], { out });
    return out;
  } catch (error) {
    tell(`warning: the report was not written: ${oneLine((error as Error).message)}`);
    return undefined;
  }
}
