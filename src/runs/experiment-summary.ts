/** The numbers of an experiment: a band over its seeds for each measure. */
import { join } from "node:path";
import type { Counters } from "../gan/index.ts";
import { type Experiment, type SeedState, seedState } from "./experiment.ts";
import { writeFileAtomically } from "./files.ts";
import { type JsonLine, readJsonLines } from "./json-lines.ts";

const SUMMARY = "summary.json";
/** What a record holds beside measures. */
const NO_MEASURES: readonly string[] = ["gStep", "dStep", "images", "time"] satisfies (
  | keyof Counters
  | "time"
)[];

/** What the seeds' last values of one measure are like. */
export interface Band {
  /** Runs that have it. */
  readonly runs: number;
  readonly mean: number;
  /** Sample standard deviation (divisor n − 1); `null` for a single run. */
  readonly std: number | null;
  readonly least: number;
  readonly most: number;
}

/** What came of an experiment. */
export interface Summary {
  readonly name: string;
  readonly seeds: readonly number[];
  /** Generator steps of each run in the bands. */
  readonly steps: number;
  /** The band of each measure's last value, by the measure's name. */
  readonly measures: Readonly<Record<string, Band>>;
  /** The seeds that no band has, as they have not done these steps. */
  readonly leftOut: readonly LeftOut[];
}

/** A seed that no band has. */
export interface LeftOut {
  readonly seed: number;
  /** Generator steps that it has saved. */
  readonly gStep: number;
  readonly reason: string;
}

/**
 * The band over the seeds of each measure's last value; `summary.json` keeps it. Only runs that have done
 * just `steps` generator steps are compared.
 *
 * @throws EvenkeelError as {@link seedState} does, `DATA` for a damaged `metrics.jsonl`, `DISK` if the
 *   disk refuses.
 */
export async function summarize(experiment: Experiment, steps: number): Promise<Summary> {
  const values = new Map<string, number[]>();
  const leftOut: LeftOut[] = [];
  for (const seed of experiment.seeds) {
    const records = await readJsonLines(join(experiment.folderOf(seed), "metrics.jsonl"));
    const state = await seedState(experiment, seed, steps);
    const reason = whyLeftOut(state, steps, records);
    if (reason !== undefined) leftOut.push({ seed, gStep: state.gStep, reason });
    else {
      for (const [name, value] of lastValues(records)) {
        values.set(name, [...(values.get(name) ?? []), value]);
      }
    }
  }
  const { name, seeds } = experiment;
  const measures = Object.fromEntries([...values].map(([measure, xs]) => [measure, bandOf(xs)]));
  const summary = { name, seeds, steps, measures, leftOut };
  const text = `${JSON.stringify(summary, null, 2)}\n`;
  await writeFileAtomically(join(experiment.path, SUMMARY), text);
  return summary;
}

function whyLeftOut(
  { status, gStep, exitReason }: SeedState,
  steps: number,
  records: readonly JsonLine[],
): string | undefined {
  if (status === "new") return "it has not begun";
  if (status === "begun") return exitReason ?? `it is at step ${gStep} of ${steps}`;
  if (gStep > steps) return `it is at step ${gStep}, beyond ${steps}`;
  const last = records.at(-1)?.gStep;
  return last === steps ? undefined : `its records end at step ${last ?? 0} of ${steps}`;
}

/** The last value of each measure, where that is a number. */
function lastValues(records: readonly JsonLine[]): [string, number][] {
  const last = new Map(records.flatMap((record) => Object.entries(record)));
  return [...last].filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === "number" && !NO_MEASURES.includes(entry[0]),
  );
}

function bandOf(values: readonly number[]): Band {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    runs: n,
    mean,
    std: n > 1 ? Math.sqrt(squares / (n - 1)) : null,
    least: Math.min(...values),
    most: Math.max(...values),
  };
}
