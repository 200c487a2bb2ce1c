/** Analyses for people, at most 80 columns wide. */
import type { AnalysisOutcome } from "../../evaluation/analysis/index.ts";
import { analysisTables } from "../../report/index.ts";
import { showPath } from "../../terminal/paths.ts";
import { columns, hanging } from "../../terminal/table.ts";
import { verdictText } from "../../terminal/verdict.ts";
import { formatSeconds } from "../../text.ts";

/** What `analyze` prints: a table for each subject, a layer a line, and what is one number. */
export function analysisLines(outcome: AnalysisOutcome): string[] {
  const { path, counters, analysis, verdict, instrumentSeconds } = outcome;
  const { images } = analysis;
  return [
    ...hanging(
      `${showPath(path)} at step ${counters.gStep}: discriminator on ${images} real, ${images} generated images`,
    ),
    ...(verdict === null ? [] : hanging(`health: ${verdictText(verdict)}`)),
    ...(instrumentSeconds === null
      ? []
      : [`its instruments took ${formatSeconds(instrumentSeconds)} of its training`]),
    ...analysisTables(analysis).flatMap(({ title, rows: [head = [], ...rows], note }) => [
      "",
      title,
      ...columns(head, rows, 1),
      ...(note === undefined ? [] : hanging(`  ${note}`)),
    ]),
  ];
}
