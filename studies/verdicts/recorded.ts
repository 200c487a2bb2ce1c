/** What a run of the study left: the records that verdicts are formed from, and how good its generator is. */
import { readFile, writeFile } from "node:fs/promises";
import { type HealthContext, type HealthRecord, healthRecordOf } from "evenkeel/analysis/health";
import type { VerdictCase } from "./cases.ts";

/** A run, as far as verdicts and their truth depend on it. */
export interface RecordedRun extends Pick<VerdictCase, "name" | "part" | "fails" | "data"> {
  readonly context: HealthContext;
  /** Results of `evaluate` by metric; none of a run that left no generator. */
  readonly measured: Readonly<Record<string, number>>;
  /** The step at which a number was no longer finite, which ended the run; `null` if all were. */
  readonly brokenAt: number | null;
  readonly records: readonly HealthRecord[];
}

/** A run in a file: its records as rows, with the columns of `metrics.jsonl`. */
interface StoredRun extends Omit<RecordedRun, "records"> {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Writes runs, one a line, with four digits of each number. */
export async function writeRuns(path: string, runs: readonly RecordedRun[]): Promise<void> {
  const short = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) && Number.isFinite(value)
      ? Number(value.toPrecision(4))
      : value;
  const stored = runs.map(({ records, ...run }): StoredRun => {
    const lines = records.map(columnsOf);
    return {
      ...run,
      columns: Object.keys(lines[0] ?? {}),
      rows: lines.map((line) => Object.values(line)),
    };
  });
  await writeFile(path, stored.map((run) => `${JSON.stringify(run, short)}\n`).join(""));
}

/** Reads what {@link writeRuns} wrote; numbers that were not finite are `NaN`. */
export async function readRuns(path: string): Promise<readonly RecordedRun[]> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return lines.map((line) => {
    const { columns, rows, ...run } = JSON.parse(line) as StoredRun;
    const records = rows.flatMap(
      (row) => healthRecordOf(Object.fromEntries(columns.map((name, i) => [name, row[i]]))) ?? [],
    );
    return { ...run, records };
  });
}

/** A record as columns of `metrics.jsonl`. */
function columnsOf({ gStep, diversity, nearest, ...record }: HealthRecord) {
  return {
    gStep,
    "loss/d": record.loss,
    "output/gap": record.gap,
    "output/accuracy": record.accuracy,
    "inputGradient/fake/mean": record.slope,
    "gradNorm/largest": record.gradient,
    "diversity/fake": diversity.fake,
    "diversity/real": diversity.real,
    ...(nearest !== null && { "diversity/nearest": nearest }),
    ...Object.fromEntries(
      Object.entries(record.distances).map(([aspect, distance]) => [
        `distance/${aspect}`,
        distance,
      ]),
    ),
  };
}
