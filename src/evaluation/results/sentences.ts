/** Results in words. */
import { resultOf } from "../../metrics/index.ts";
import type { EvaluationRecord } from "./record.ts";

/**
 * The newest result of each metric that has words for people who do not know it, as sentences without their
 * full stop.
 *
 * @param records in the order in which they were measured.
 */
export function resultSentences(records: readonly EvaluationRecord[]): readonly string[] {
  const newest = new Map(records.map((record) => [record.metric, record]));
  return [...newest.values()].flatMap(
    (record) => resultOf(record.metric)?.sentence?.(record) ?? [],
  );
}
