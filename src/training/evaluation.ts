/** Evaluations while a run trains: measured, recorded, and the best checkpoint marked. */

import type { Config } from "../config/index.ts";
import type { ImageDataset } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import {
  appendEvaluations,
  asMeasures,
  betterThanBest,
  isEvaluated,
  trainingEvaluator,
} from "../evaluation/index.ts";
import type { GanModel, Measures, Snapshot, Trainer } from "../gan/index.ts";
import { listCheckpoints, markBest, removeOutdated } from "../runs/checkpoints/index.ts";
import type { RunFolder } from "../runs/folder/index.ts";
import type { TrainingMessage } from "./messages.ts";
import type { Recorder } from "./recorder.ts";

/** What an evaluation works with. */
export interface EvaluatedRun {
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly recorder: Recorder;
  /** Writes a checkpoint. */
  readonly save: (snapshot: Snapshot) => Promise<string>;
  /** Seconds of training so far. */
  readonly seconds: () => number;
}

/** The evaluations of a run. */
export interface TrainingEvaluation {
  /**
   * Measures the generator, records the results, and where they are the best so far keeps this step's
   * checkpoint and marks it. What goes wrong is told, and training goes on.
   */
  evaluate(run: EvaluatedRun): Promise<void>;
  /** Makes up for an evaluation of the step that a run goes on from, if it was due and is not there. */
  catchUp(run: EvaluatedRun): Promise<void>;
  /** The newest results: `evaluate/fid`, … */
  latest(): Measures;
  release(): Promise<void>;
}

/**
 * Opens what evaluations need, before training begins; `undefined` if the config wants none.
 *
 * @param dataset the open training data.
 * @throws EvenkeelError when the extractor's weights are missing.
 */
export async function openTrainingEvaluation(
  config: Config,
  model: GanModel,
  dataset: ImageDataset,
  report: (message: TrainingMessage) => void,
  shouldStop: () => boolean,
): Promise<TrainingEvaluation | undefined> {
  const { every, keepBest } = config.evaluate;
  if (every === 0) return undefined;
  const note = (text: string) => report({ type: "note", text });
  const evaluator = await trainingEvaluator(config, model, dataset, {
    note,
    shouldStop,
    onProgress: (progress) => report({ type: "evaluating", progress }),
  });
  let latest: Measures = {};

  const measure = async ({ folder, trainer, recorder, save, seconds }: EvaluatedRun) => {
    const counters = trainer.counters();
    const records = await evaluator.evaluate(trainer, folder.path);
    folder.refuseIfSuperseded();
    await appendEvaluations(folder.files.evaluations, records);
    const measures = asMeasures(records);
    recorder.log(counters, measures, seconds());
    latest = Object.fromEntries(Object.entries(measures).slice(0, 1));
    const { checkpoints } = folder.files;
    const best = keepBest ? await betterThanBest(checkpoints, counters, records) : undefined;
    if (best === undefined) return;
    const isSaved = (await listCheckpoints(checkpoints)).some(({ step }) => step === best.step);
    if (!isSaved) await save(await trainer.snapshot());
    await markBest(checkpoints, best, folder.refuseIfSuperseded);
    folder.refuseIfSuperseded();
    // the one that was the best until now may go
    await removeOutdated(checkpoints, best.step, config.keepCheckpoints, best.step);
  };
  const evaluate = async (run: EvaluatedRun) => {
    try {
      await measure(run);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      run.folder.refuseIfSuperseded();
      const { gStep } = run.trainer.counters();
      if (!shouldStop()) note(`the evaluation of step ${gStep} failed: ${error.message}`);
    }
  };
  return {
    evaluate,
    async catchUp(run) {
      const { gStep } = run.trainer.counters();
      const due = gStep > 0 && gStep % every === 0;
      if (
        due &&
        !(await isEvaluated(run.folder.files.evaluations, gStep, evaluator.protocolHash))
      ) {
        await evaluate(run);
      }
    },
    latest: () => latest,
    release: evaluator.release,
  };
}
