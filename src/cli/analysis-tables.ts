/** Analyses for people, at most 80 columns wide. */
import { analysisTables } from "../report/index.ts";
import type { AnalysisOutcome } from "../runs/index.ts";
import { columns, hanging } from "./evaluation-tables.ts";
import { showPath } from "./run-outcome.ts";

/** What `analyze` prints: a table for each subject, a layer a line, and what is one number. */
export function analysisLines({ path, counters, analysis }: AnalysisOutcome): string[] {
  const { images } = analysis;
  return [
    ...hanging(
      `${showPath(path)} at step ${counters.gStep}: discriminator on ${images} real, ${images} generated images`,
    ),
    ...analysisTables(analysis).flatMap(({ title, rows: [head = [], ...rows], note }) => [
      "",
      title,
      ...columns(head, rows, 1),
      ...(note === undefined ? [] : hanging(`  ${note}`)),
    ]),
  ];
}
