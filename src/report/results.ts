/** Metric results with the protocols that they were obtained under. */
import { resultOf } from "../metrics/index.ts";
import { bandOf, type EvaluationRecord } from "../runs/index.ts";
import type { Table } from "./page.ts";
import type { Subject } from "./subjects.ts";

/** The newest result of each metric under each protocol, over the seeds of each subject. */
export function resultsTable(subjects: readonly Subject[]): Table | undefined {
  const rows = subjects.flatMap(({ label, runs }) => {
    const groups = new Map<string, EvaluationRecord[]>();
    for (const record of runs.flatMap(({ evaluations }) => newest(evaluations))) {
      const key = [keyOf(record), record.gStep].join();
      groups.set(key, [...(groups.get(key) ?? []), record]);
    }
    return [...groups.values()].map((records) => rowOf(label, records));
  });
  if (rows.length === 0) return undefined;
  return {
    kind: "table",
    head: [
      "metric",
      "better",
      "of",
      "value",
      "±",
      "step",
      "runs",
      "real / generated",
      "protocol",
      "features",
    ],
    rows: rows.sort((a, b) => a[0].localeCompare(b[0])),
  };
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
    kind?.name ?? metric,
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

const keyOf = ({ metric, protocolHash, extractor }: EvaluationRecord) =>
  [metric, protocolHash, extractor?.sha256].join();

/** Of each metric under each protocol the one of the latest step, measured last. */
function newest(records: readonly EvaluationRecord[]): readonly EvaluationRecord[] {
  const found = new Map<string, EvaluationRecord>();
  for (const record of records) {
    const before = found.get(keyOf(record))?.gStep ?? -1;
    if ((record.gStep ?? 0) >= before) found.set(keyOf(record), record);
  }
  return [...found.values()];
}
