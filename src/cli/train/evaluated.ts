/** What the evaluations of a run say at its end, in rows of a table. */
import type { EvaluationRecord } from "../../evaluation/results/index.ts";
import type { BestCheckpoint } from "../../runs/checkpoints/index.ts";
import { resultText } from "../../terminal/measures.ts";

/**
 * The main result of the newest evaluation, and the checkpoint that is kept as the best one.
 *
 * @param records in the order in which they were measured.
 * @param best the mark on a checkpoint; `undefined` without one.
 */
export function evaluatedRows(
  records: readonly EvaluationRecord[],
  best: BestCheckpoint | undefined,
): readonly (readonly string[])[] {
  const newest = records.find(({ gStep }) => gStep === records.at(-1)?.gStep);
  const last =
    newest === undefined
      ? []
      : [["  evaluated", `${resultText(newest.metric, newest.value)} at step ${newest.gStep}`]];
  if (best === undefined) return last;
  const isLast = best.step === newest?.gStep && best.metric === newest.metric;
  const value = isLast ? "" : `, ${resultText(best.metric, best.value)}`;
  return [
    ...last,
    ["  best", `step ${best.step}${value}: its checkpoint is kept, for --step best`],
  ];
}
