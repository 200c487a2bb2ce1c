/** Learns tasks and measures what was learned after each, once for each seed. */
import { createRuntime, type Engine } from "../../runtime/index.ts";
import type { LabelledData } from "../data/labelled.ts";
import { type MeanInterval, meanInterval } from "../measures/interval.ts";
import { scoreZeroShot } from "../model/train.ts";
import {
  type ContinualMeasures,
  continualMeasures,
  type TaskMeasures,
  taskMeasures,
} from "./measures.ts";
import type { ContinualSettings } from "./settings.ts";
import { drawTasks } from "./tasks.ts";
import {
  type ContinualEpoch,
  type ContinualState,
  type ImportanceProgress,
  trainContinual,
} from "./train.ts";

/** What a seed gives. */
export interface ContinualResult extends ContinualMeasures {
  readonly seed: number;
  /** After each task. */
  readonly tasks: readonly TaskMeasures[];
}

/** The measures of a result that are averaged over seeds. */
export const continualMeasureNames = [
  ...["meanSeen", "meanUnseen", "meanHarmonic", "meanArea", "meanJoint", "forgetting"],
] as readonly (keyof ContinualMeasures)[];

/** An experiment between two epochs: it goes on from there as if it had not been interrupted. */
export interface ContinualExperimentState {
  /** Of the seeds that are done. */
  readonly results: readonly ContinualResult[];
  /** After the tasks that are done of the next seed. */
  readonly measured: readonly TaskMeasures[];
  readonly state: ContinualState;
}

/** How far an experiment is. */
export interface ContinualProgress extends ContinualEpoch {
  readonly seed: number;
}

/** Options of {@link runContinual}. */
export interface ContinualExperimentOptions {
  readonly engine: Engine;
  readonly from?: ContinualExperimentState | undefined;
  readonly onProgress?: ((progress: ContinualProgress) => void) | undefined;
  /** Called while the importances of parameters after a task are gathered. */
  readonly onImportance?: ((progress: ImportanceProgress & { seed: number }) => void) | undefined;
  /** Called after each epoch; `state` reads what the experiment could go on from. */
  readonly keep?: (state: () => Promise<ContinualExperimentState>) => Promise<void>;
  /** Once it is aborted, the experiment ends after the epoch or the example, when `keep` is done. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Learns the tasks for each seed, which decides the tasks, the initial weights and the order of the examples, and
 * measures the model after each task on the test examples of all.
 *
 * @returns the results by seed; `undefined` if it was aborted.
 * @throws EvenkeelError as `drawTasks` and `trainContinual` do.
 */
export async function runContinual(
  data: LabelledData,
  settings: ContinualSettings,
  { from, ...options }: ContinualExperimentOptions,
): Promise<readonly ContinualResult[] | undefined> {
  const results = [...(from?.results ?? [])];
  for (const seed of settings.seeds.slice(results.length)) {
    const begun = from?.results.length === results.length ? from : undefined;
    const before = { ...options, from: begun, results: [...results] };
    const result = await runSeed(data, seed, settings, before);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}

/** The means over seeds. */
export function continualSummary(
  results: readonly ContinualResult[],
): Readonly<Record<keyof ContinualMeasures, MeanInterval>> {
  const means = continualMeasureNames.map(
    (name) => [name, meanInterval(results.map((result) => result[name]))] as const,
  );
  return Object.fromEntries(means) as Record<keyof ContinualMeasures, MeanInterval>;
}

/** Ends a training that was aborted. */
class Stopped extends Error {}

async function runSeed(
  data: LabelledData,
  seed: number,
  { tasks: count, method, model, training }: ContinualSettings,
  {
    engine,
    from,
    results,
    onProgress,
    onImportance,
    keep,
    signal,
  }: ContinualExperimentOptions & {
    readonly results: readonly ContinualResult[];
  },
): Promise<ContinualResult | undefined> {
  const tasks = drawTasks(data.classes.length, count, seed);
  const labels = data.test.map((place) => data.labels[place] as number);
  const measured = [...(from?.measured ?? [])];
  const runtime = createRuntime(engine);
  const keepAndStop = async (state: () => Promise<ContinualState>) => {
    await keep?.(async () => ({ results, measured: [...measured], state: await state() }));
    if (signal?.aborted) throw new Stopped();
  };
  try {
    await trainContinual(
      { data, tasks, seed },
      {
        ...{ runtime, method, model, training, from: from?.state },
        async onEpoch(epoch, state) {
          onProgress?.({ seed, ...epoch });
          await keepAndStop(state);
        },
        async onImportance(progress, state) {
          onImportance?.({ seed, ...progress });
          if (signal?.aborted) await keepAndStop(state);
        },
        async onTask(task) {
          const logits = await scoreZeroShot(data, { runtime, model }, data.test);
          measured.push(taskMeasures(logits, labels, tasks, task));
        },
      },
    );
    return { seed, ...continualMeasures(measured), tasks: measured };
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  } finally {
    await runtime.release();
  }
}
