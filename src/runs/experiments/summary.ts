/** The results of an experiment: the band over its seeds for each measure. */
import { join } from "node:path";
import { type JsonLine, readJsonLines, writeFileAtomically } from "../../files/index.ts";
import { type RunState, runFiles } from "../folder/index.ts";
import { type Band, bandOf, measuresOf } from "./band.ts";
import { EXPERIMENT_FILES, type Experiment, seedState } from "./experiment.ts";

/** The results of an experiment. */
export interface Summary {
  readonly name: string;
  readonly seeds: readonly number[];
  /** The number of generator steps of each run in the bands. */
  readonly steps: number;
  /** The band of each measure's last value, by the measure's name. */
  readonly measures: Readonly<Record<string, Band>>;
  /** The seeds that are not in the bands because they have not completed these steps. */
  readonly leftOut: readonly LeftOut[];
}

/** A seed that is not in the bands. */
export interface LeftOut {
  readonly seed: number;
  /** The generator step of its newest checkpoint. */
  readonly gStep: number;
  readonly reason: string;
}

/**
 * Computes the band over the seeds of each measure's last value and writes it to `summary.json`. Only runs
 * that have completed exactly `steps` generator steps are compared.
 *
 * @throws EvenkeelError as {@link seedState} does, `DATA` for a damaged `metrics.jsonl`, `DISK` if the
 *   disk refuses.
 */
export async function summarize(experiment: Experiment, steps: number): Promise<Summary> {
  const values = new Map<string, number[]>();
  const leftOut: LeftOut[] = [];
  for (const seed of experiment.seeds) {
    const records = await readJsonLines(runFiles(experiment.folderOf(seed)).metrics);
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
  await writeFileAtomically(join(experiment.path, EXPERIMENT_FILES.summary), text);
  return summary;
}

function whyLeftOut(
  { status, gStep, exitReason }: RunState,
  steps: number,
  records: readonly JsonLine[],
): string | undefined {
  if (status === "new") return "it has not begun";
  if (status === "begun") return exitReason ?? `it is at step ${gStep} of ${steps}`;
  if (gStep > steps) return `it is at step ${gStep}, beyond ${steps}`;
  const last = records.at(-1)?.gStep;
  return last === steps ? undefined : `its records end at step ${last ?? 0} of ${steps}`;
}

/** The last value of each measure. */
function lastValues(records: readonly JsonLine[]): readonly (readonly [string, number])[] {
  return measuresOf(Object.fromEntries(records.flatMap((record) => Object.entries(record))));
}
