/** Continual zero-shot learning from what a person asks for to its result. */
import { z } from "zod";
import { openSource, type SourceRequest, type SourceRun } from "../data/open.ts";
import { describeLabelled, type LabelledDescription } from "../description.ts";
import {
  aloneIn,
  type ExperimentFolder,
  experimentFolder,
  keepNowAndThen,
  resultOf,
} from "../folder.ts";
import type { MeanInterval } from "../measures/interval.ts";
import { checkZeroShotModel } from "../model/model.ts";
import type { ModelRequest } from "../request.ts";
import {
  type ContinualExperimentOptions,
  type ContinualExperimentState,
  type ContinualResult,
  continualSummary,
  runContinual,
} from "./experiment.ts";
import type { ContinualMeasures, TaskMeasures } from "./measures.ts";
import type { ContinualSettings } from "./settings.ts";
import { drawTasks } from "./tasks.ts";

/** What decides an experiment. */
export interface ContinualRequest extends Omit<ContinualSettings, "model">, SourceRequest {
  readonly model: ModelRequest;
}

/** How an experiment is carried out. */
export interface ContinualRun extends SourceRun {
  /** Where the result goes, and what the experiment could go on from while it lasts; default: nowhere. */
  readonly out?: string | undefined;
  readonly onProgress?: ContinualExperimentOptions["onProgress"];
  readonly onImportance?: ContinualExperimentOptions["onImportance"];
  /** Called when an experiment goes on from what was kept, with the seeds that are done and where the next one is. */
  readonly onResume?: (
    seeds: number,
    at: { readonly task: number; readonly epoch: number },
  ) => void;
}

/** What an experiment gives: what `result.json` holds. */
export interface ContinualAnswer {
  readonly experiment: {
    readonly data: LabelledDescription;
    readonly settings: ContinualSettings;
    /** What computed, with its threads. */
    readonly engine: string;
  };
  readonly results: readonly ContinualResult[];
  readonly means: Readonly<Record<keyof ContinualMeasures, MeanInterval>>;
}

/**
 * Learns the classes of a set in tasks, and measures. What was kept in the folder of the same experiment is gone on
 * from.
 *
 * @returns `undefined` if it was aborted; what was trained is kept if there is a folder.
 * @throws EvenkeelError `DATA`, `CONFIG`, `DISK`, `RUN_FOLDER`, `USAGE` or `ENGINE`, as reading, training and the folder do.
 */
export async function continualZeroShot(
  { set, shapes, model, ...rest }: ContinualRequest,
  { engine, out, signal, onDrawings, onProgress, onImportance, onResume }: ContinualRun,
): Promise<ContinualAnswer | undefined> {
  const source = await openSource({ set, shapes }, { engine, signal, onDrawings });
  if (source === undefined) return undefined;
  const data = source.whole();
  const settings = { ...rest, model: { ...model, hidden: model.hidden ?? source.hidden } };
  const [fewest = []] = drawTasks(data.classes.length, settings.tasks, 0);
  checkZeroShotModel(settings.model, fewest.length);
  const experiment = { data: describeLabelled(data), settings, engine: engine.description };
  const open = (path: string) => continualFolder(path, experiment);
  return aloneIn(out, open, async (folder) => {
    const from = await folder?.read();
    if (from !== undefined) onResume?.(from.results.length, from.state);
    const results = await runContinual(data, settings, {
      ...{ engine, from, signal, onProgress, onImportance },
      keep: keepNowAndThen(folder, signal),
    });
    if (results === undefined) return undefined;
    const found = { results, means: continualSummary(results) };
    await folder?.finish(found);
    return { experiment, ...found };
  });
}

const progressSchema = z.object({
  results: z.array(resultOf<ContinualResult>()),
  measured: z.array(
    z.object({
      ...{ seen: z.number(), unseen: z.number().nullable(), harmonic: z.number().nullable() },
      ...{ area: z.number().nullable(), joint: z.number(), tasks: z.array(z.number()) },
    }) satisfies z.ZodType<TaskMeasures>,
  ),
  task: z.int().min(1),
  epoch: z.int().min(1),
  loss: z.number(),
});

/** The folder of an experiment. */
export function continualFolder(
  path: string,
  experiment: object,
): ExperimentFolder<ContinualExperimentState> {
  return experimentFolder(path, experiment, {
    progress: progressSchema,
    stateOf: ({ progress: { results, measured, ...epoch }, tensors }) => ({
      ...{ results, measured },
      state: { ...epoch, tensors },
    }),
    keptOf({ results, measured, state: { tensors, ...epoch } }) {
      const measures = measured.map((one) => ({ ...one, tasks: [...one.tasks] }));
      return { progress: { results: [...results], measured: measures, ...epoch }, tensors };
    },
  });
}
