/** Collects the results of a sweep and prints the tables. */
import {
  collectSweep,
  isShown,
  openSweep,
  type SweepResult,
  type SweepResults,
  selectRuns,
} from "../../sweeps/folder/index.ts";
import { pointText } from "../../sweeps/plan/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { printTable } from "../../terminal/table.ts";
import { print, printJson, printLines } from "../../terminal/terminal.ts";
import { formatNumber } from "../../text.ts";
import { rungLines } from "../shared/rungs.ts";
import { searchLines } from "../shared/search.ts";

/** Options of `sweep collect`. */
export interface CollectFlags {
  readonly where: readonly string[];
  readonly json?: boolean;
}

/** Collects the results of runs, and prints tables or JSON. */
export async function collectResults(path: string, { where, json }: CollectFlags): Promise<void> {
  const sweep = await openSweep(path);
  const results = await collectSweep(sweep, selectRuns(sweep, where));
  if (json) printJson(results);
  else {
    printLines(rungLines(sweep, results.rungs));
    printLines(searchLines(sweep, results.search));
    printResults(results);
  }
}

/** Prints one table per measure. */
function printResults({ results, leftOut, files }: SweepResults): void {
  // the files contain all
  const shown = results.filter(isShown);
  for (const heading of new Set(shown.map(headingOf))) {
    print(heading);
    const rows = shown.filter((one) => headingOf(one) === heading).map(cellsOf);
    printTable([["  runs of", "runs", "mean", "std", "least (seed)", "most (seed)"], ...rows]);
  }
  if (leftOut.length > 0) {
    print(`left out: ${leftOut.length} runs that are not done (evenkeel sweep status)`);
  }
  printTable([
    ["all measures", showPath(files.csv)],
    ["", showPath(files.json)],
  ]);
}

function headingOf({ measure, gStep, protocol, better }: SweepResult): string {
  const under = protocol === null ? "" : `, protocol ${protocol}`;
  return `${measure} at step ${gStep}${under}${better === null ? "" : `, ${better} is better`}`;
}

function cellsOf({ point, runs, mean, std, least, most }: SweepResult): string[] {
  return [
    `  ${pointText(point)}`,
    String(runs),
    formatNumber(mean),
    std === null ? "–" : formatNumber(std),
    `${formatNumber(least.value)} (${least.seed})`,
    `${formatNumber(most.value)} (${most.seed})`,
  ];
}
