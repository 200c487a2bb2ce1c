/** Metric results with the protocols that they were obtained under. */

import {
  type ComparedMetric,
  compareRecords,
  type EvaluationRecord,
  recipeIn,
  resultSentences,
} from "../../evaluation/results/index.ts";
import { resultOf } from "../../metrics/index.ts";
import { bandOf } from "../../runs/experiments/index.ts";
import { countOf } from "../../text.ts";
import type { Part, Prose } from "../page/index.ts";
import type { Subject } from "../subjects.ts";
import { warningParts } from "./warnings.ts";

/** Rows of a table that is not folded away. */
const MOST_ROWS = 30;

/**
 * The newest result of each metric under each protocol, over the seeds of each subject; what was published
 * for what the runs reproduce; and in what results of one metric were obtained otherwise.
 */
export function resultsParts(subjects: readonly Subject[]): readonly Part[] {
  const rows = subjects.flatMap(({ label, runs }) => {
    const groups = new Map<string, EvaluationRecord[]>();
    for (const record of runs.flatMap(({ evaluations }) => newestResults(evaluations))) {
      const key = [keyOf(record), record.gStep].join();
      groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    return [...groups.values()].map((records) => rowOf(label, records));
  });
  if (rows.length === 0) return [];
  const measured = subjects.flatMap(({ runs }) => runs).filter((run) => run.evaluations.length > 0);
  const compared = compareRecords(
    measured.map(({ path, config, evaluations }) => ({
      label: path,
      records: evaluations,
      recipe: recipeIn(config),
    })),
  );
  const table: Part = {
    kind: "table",
    head: [
      ...["metric", "better", "of", "value", "±", "step", "runs"],
      ...["real / generated", "protocol", "features"],
    ],
    rows: rows.sort((a, b) => a[0].localeCompare(b[0])),
  };
  return [
    ...sentenceParts(subjects),
    rows.length > MOST_ROWS
      ? { kind: "fold", summary: countOf(rows.length, "result"), parts: [table] }
      : table,
    ...compared.flatMap(publishedParts),
    ...compared.flatMap(differenceParts),
    ...warningParts(measured.flatMap(({ evaluations }) => newestResults(evaluations))),
  ];
}

/** The newest results of a single run in words. */
function sentenceParts(subjects: readonly Subject[]): readonly Prose[] {
  const runs = subjects.flatMap(({ runs }) => runs);
  const [run] = runs;
  if (run === undefined || runs.length > 1) return [];
  return resultSentences(run.evaluations).map((text) => ({
    kind: "prose",
    text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
  }));
}

/** Each published value once, with what a run of its recipe did otherwise. */
function publishedParts({ published }: ComparedMetric): readonly Prose[] {
  const texts = published.map(({ metric, value, deviation, source, differences }) => {
    const spread = deviation === undefined ? "" : ` ± ${deviation}`;
    const otherwise = differences.map(({ field }) => field).join(", ");
    return (
      `Published: ${metric} ${value}${spread} (${source}).` +
      `${otherwise === "" ? "" : ` Here it was measured with another ${otherwise}.`}`
    );
  });
  return [...new Set(texts)].map((text) => ({ kind: "prose", text }));
}

/** A warning where results of one metric were not obtained alike. */
function differenceParts({ key, results }: ComparedMetric): readonly Prose[] {
  const fields = results.flatMap(({ differences }) => differences.map(({ field }) => field));
  if (fields.length === 0) return [];
  const name = resultOf(key)?.name ?? key;
  const text = `${name}: not all results were obtained alike, and so may not be compared; they differ in ${[...new Set(fields)].join(", ")}.`;
  return [{ kind: "prose", text, tone: "doubtful" }];
}

function rowOf(
  label: string,
  records: readonly EvaluationRecord[],
): readonly [string, ...(string | number)[]] {
  const record = records[0] as EvaluationRecord;
  const { metric, counts, protocol, extractor, spread } = record;
  const kind = resultOf(metric);
  const digits = kind?.digits ?? 4;
  const { mean, std } = bandOf(records.map(({ value }) => value));
  const deviation = std ?? spread?.std ?? null;
  const over = std !== null ? "seeds" : spread === null ? "" : spread.over;
  return [
    resultName(record),
    kind?.better ?? "",
    label,
    mean.toFixed(digits),
    deviation === null ? "" : `${deviation.toFixed(digits)} (${over})`,
    record.gStep ?? "",
    records.length,
    `${counts.real} / ${counts.fake}`,
    `${protocol.name} (${record.protocolHash.slice(0, 8)})`,
    extractor === null ? "" : `${extractor.name} (${extractor.sha256.slice(0, 8)})`,
  ];
}

/** What was measured, for people. */
export const resultName = ({ metric }: EvaluationRecord) => resultOf(metric)?.name ?? metric;

const keyOf = ({ metric, protocolHash, extractor }: EvaluationRecord) =>
  [metric, protocolHash, extractor?.sha256].join();

/** Of each metric under each protocol the one of the latest step, measured last. */
export function newestResults(records: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  const found = new Map<string, EvaluationRecord>();
  for (const record of records) {
    const before = found.get(keyOf(record))?.gStep ?? -1;
    if ((record.gStep ?? 0) >= before) found.set(keyOf(record), record);
  }
  return [...found.values()];
}
