/** Writes the overview of the claims that were tested. */
import { claims, overviewText, type Scale, secondsOf, writeOverview } from "../../claims/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { hanging, table } from "../../terminal/table.ts";
import { print, printLines, WIDTH } from "../../terminal/terminal.ts";
import { formatSeconds } from "../../text.ts";
import { expectFreePlace, expectSameKind } from "../shared/outputs.ts";

/** Options of `claim overview`. */
export interface OverviewFlags {
  readonly out?: string;
  readonly scale: Scale;
}

/** Writes the page of all claims that were tested below a folder, and prints their verdicts. */
export async function overview(folder: string, { out, scale }: OverviewFlags): Promise<void> {
  await expectFreePlace("--out", out);
  await expectSameKind("--out", out, [".html"]);
  const { path, results } = await writeOverview({ folder, scale, out });
  const rows = results.map(({ record }) => [
    record.claim,
    formatSeconds(secondsOf(record)),
    record.verdict,
  ]);
  printLines(table(rows, WIDTH));
  printLines(hanging(overviewText(results, claims.length)));
  print(`written to ${showPath(path)}`);
}
