/** A zero-shot experiment from what a person asks for to its result. */
import { openSource, type SourceRequest, type SourceRun } from "./data/open.ts";
import { type DataDescription, describeData } from "./description.ts";
import {
  type ExperimentOptions,
  type ExperimentProgress,
  runZeroShot,
  summaryOf,
  type ZeroShotMeasure,
  type ZeroShotResult,
  type ZeroShotSettings,
} from "./experiment.ts";
import { aloneIn, keepNowAndThen, zeroShotFolder } from "./folder.ts";
import type { MeanInterval } from "./measures/interval.ts";
import { checkZeroShotModel, type ZeroShotModel } from "./model/model.ts";

/** What decides an experiment. */
export interface ZeroShotRequest extends Omit<ZeroShotSettings, "model">, SourceRequest {
  readonly model: ModelRequest;
}

/** A model; `hidden` left out: the width that is enough for the set. */
export type ModelRequest = Omit<ZeroShotModel, "hidden"> & {
  readonly hidden?: number | undefined;
};

/** How an experiment is carried out. */
export interface ZeroShotRun extends SourceRun {
  /** Where the result goes, and what the experiment could go on from while it lasts; default: nowhere. */
  readonly out?: string | undefined;
  readonly onProgress?: (progress: ExperimentProgress) => void;
  readonly onIrregularity?: ExperimentOptions["onIrregularity"];
  /** Called when an experiment goes on from what was kept. */
  readonly onResume?: (seeds: number, epoch: number) => void;
}

/** What an experiment gives: what `result.json` holds. */
export interface ZeroShotAnswer {
  readonly experiment: {
    /** The data of the first seed. */
    readonly data: DataDescription;
    readonly settings: ZeroShotSettings;
    /** What computed, with its threads. */
    readonly engine: string;
  };
  readonly results: readonly ZeroShotResult[];
  readonly means: Readonly<Record<ZeroShotMeasure, MeanInterval>>;
}

/**
 * Trains and measures. What was kept in the folder of the same experiment is gone on from.
 *
 * @returns `undefined` if it was aborted; what was trained is kept if there is a folder.
 * @throws EvenkeelError `DATA`, `CONFIG`, `DISK`, `RUN_FOLDER`, `USAGE` or `ENGINE`, as reading, training and the folder do.
 */
export async function zeroShot(
  { set, shapes, model, ...rest }: ZeroShotRequest,
  { engine, out, signal, onDrawings, onProgress, onIrregularity, onResume }: ZeroShotRun,
): Promise<ZeroShotAnswer | undefined> {
  const source = await openSource({ set, shapes }, { engine, signal, onDrawings });
  if (source === undefined) return undefined;
  const [firstSeed = 0] = rest.seeds;
  const data = describeData(source.of(firstSeed));
  const settings = { model: { ...model, hidden: model.hidden ?? source.hidden }, ...rest };
  checkZeroShotModel(settings.model, data.seenClasses);
  const experiment = { data, settings, engine: engine.description };
  const open = (path: string) => zeroShotFolder(path, experiment);
  return aloneIn(out, open, async (folder) => {
    const from = await folder?.read();
    if (from !== undefined) onResume?.(from.results.length, from.state.epoch);
    const results = await runZeroShot(source, settings, {
      ...{ engine, from, signal, onIrregularity },
      ...(onProgress && { onProgress }),
      keep: keepNowAndThen(folder, signal),
    });
    if (results === undefined) return undefined;
    const found = { results, means: summaryOf(results) };
    await folder?.finish(found);
    return { experiment, ...found };
  });
}
