/** What a run of the study left: the records that verdicts are formed from, and how good its generator is. */
import { readFile, writeFile } from "node:fs/promises";
import type { HealthContext, HealthRecord } from "evenkeel/analysis/health";
import type { VerdictCase } from "./cases.ts";

/** A run, as far as verdicts and their truth depend on it. */
export interface RecordedRun extends Pick<VerdictCase, "name" | "part" | "fails" | "data"> {
  readonly context: HealthContext;
  /** Results of `evaluate` by metric; none of a run that left no generator. */
  readonly measured: Readonly<Record<string, number>>;
  readonly records: readonly HealthRecord[];
  /** The step at which a number was no longer finite, which ended the run; `null` if all were. */
  readonly brokenAt: number | null;
}

/** Writes runs, one a line, with four digits of each number. */
export async function writeRuns(path: string, runs: readonly RecordedRun[]): Promise<void> {
  const short = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) && Number.isFinite(value)
      ? Number(value.toPrecision(4))
      : value;
  await writeFile(path, runs.map((run) => `${JSON.stringify(run, short)}\n`).join(""));
}

/** Reads what {@link writeRuns} wrote; numbers that were not finite are `NaN`. */
export async function readRuns(path: string): Promise<readonly RecordedRun[]> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return lines.map((line) => {
    const run = JSON.parse(line) as RecordedRun;
    return { ...run, records: run.records.map(withNumbers) };
  });
}

/** JSON has `null` for numbers that are not finite. */
function withNumbers(record: HealthRecord): HealthRecord {
  const { nearest, ...others } = record;
  const restored = JSON.parse(JSON.stringify(others), (_, value) => value ?? Number.NaN);
  return { ...restored, nearest };
}
