/** What limits the use of metric results. */
import type { EvaluationRecord } from "../../evaluation/results/index.ts";
import { resultOf } from "../../metrics/index.ts";
import type { Prose } from "../page/index.ts";

/** The most warnings that a report shows; the records have the others. */
const MOST = 6;

/** Each warning of results once, with the metrics that it is about. */
export function warningParts(records: readonly EvaluationRecord[]): readonly Prose[] {
  const about = new Map<string, Set<string>>();
  for (const { metric, warnings } of records) {
    const name = resultOf(metric)?.name ?? metric;
    for (const text of warnings) about.set(text, (about.get(text) ?? new Set()).add(name));
  }
  const texts = [...about].map(([text, names]) => `${[...names].join(", ")}: ${text}.`);
  const more = texts.length - MOST;
  return [
    ...texts.slice(0, MOST),
    ...(more > 0 ? [`${more} more warnings are in evaluations.jsonl.`] : []),
  ].map((text) => ({ kind: "prose", text, tone: "doubtful" }));
}
