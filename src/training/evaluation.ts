/** Evaluations while a run trains: measured, recorded, and the best checkpoint marked. */
import type { ImageDataset } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import {
  appendEvaluations,
  type EvaluationProgress,
  type EvaluationRecord,
  evaluate,
  generatorSubject,
  openExtractor,
  protocolHash,
  type RealFeatures,
  readEvaluations,
  referenceCache,
} from "../evaluation/index.ts";
import type { Measures } from "../gan/index.ts";
import { resultOf } from "../metrics/index.ts";
import {
  type BestCheckpoint,
  listCheckpoints,
  markBest,
  readBest,
  removeOutdated,
} from "../runs/checkpoints/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import type { Course } from "./course.ts";
import type { Report } from "./messages.ts";
import type { RunPlan } from "./plan.ts";
import type { Stop } from "./stop.ts";

/** The evaluations of a run. */
export interface TrainingEvaluation {
  /**
   * Measures the generator, records the results, and where they are the best so far keeps this step's
   * checkpoint and marks it. What goes wrong is told, and training goes on.
   */
  evaluate(course: Course): Promise<void>;
  /** Makes up for an evaluation of the step that a run goes on from, if it was due and is not there. */
  catchUp(course: Course): Promise<void>;
  /** The newest result of the first metric: `evaluate/fid` or the like. */
  latest(): Measures;
  release(): Promise<void>;
}

/**
 * Opens what evaluations need, before training begins; `undefined` if the settings ask for none. They have
 * noise of their own: nothing of the training moves.
 *
 * @param dataset the open training data.
 * @throws EvenkeelError when the extractor's weights are missing.
 */
export async function openTrainingEvaluation(
  plan: RunPlan,
  dataset: ImageDataset,
  report: Report,
  stop: Stop,
): Promise<TrainingEvaluation | undefined> {
  const { every, keepBest } = plan.settings.evaluate;
  if (every === 0) return undefined;
  const note = (text: string) => report({ type: "note", text });
  const measured = await openMeasurement(plan, dataset, report, stop);
  const { protocol } = plan.evaluation;
  const hash = protocolHash(protocol.settings);
  let latest: Measures = {};

  const measure = async (course: Course) => {
    const { folder, trainer } = course;
    const { gStep } = trainer.counters();
    const records = await measured.records(course);
    folder.refuseIfSuperseded();
    await appendEvaluations(folder.files.evaluations, records);
    const measures = asMeasures(records);
    course.log(measures);
    latest = Object.fromEntries(Object.entries(measures).slice(0, 1));
    const { checkpoints } = folder.files;
    const best = keepBest ? await betterThanBest(checkpoints, gStep, records) : undefined;
    if (best === undefined) return;
    const isSaved = (await listCheckpoints(checkpoints)).some(({ step }) => step === best.step);
    if (!isSaved) await course.checkpoint(await trainer.snapshot());
    await markBest(checkpoints, best, folder.refuseIfSuperseded);
    folder.refuseIfSuperseded();
    // the one that was the best until now may go
    await removeOutdated(checkpoints, best.step, plan.settings.keepCheckpoints, best.step);
  };
  const evaluated = async (course: Course) => {
    try {
      await measure(course);
    } catch (error) {
      if (!(error instanceof EvenkeelError)) throw error;
      course.folder.refuseIfSuperseded();
      const { gStep } = course.trainer.counters();
      if (stop() === undefined) note(`the evaluation of step ${gStep} failed: ${error.message}`);
    }
  };
  return {
    evaluate: evaluated,
    async catchUp(course) {
      const { gStep } = course.trainer.counters();
      const due = gStep > 0 && gStep % every === 0;
      const file = course.folder.files.evaluations;
      if (due && !(await isEvaluated(file, gStep, hash))) await evaluated(course);
    },
    latest: () => latest,
    release: measured.release,
  };
}

/** What stays open between the evaluations of a run. */
async function openMeasurement(
  { settings, model, data, evaluation }: RunPlan,
  dataset: ImageDataset,
  report: Report,
  stop: Stop,
) {
  const { device, threads } = settings;
  const { protocol, root } = evaluation;
  const callbacks = {
    shouldStop: () => stop() !== undefined,
    onProgress: (progress: EvaluationProgress) => report({ type: "evaluating", progress }),
  };
  const extractor = await openExtractor(protocol.settings.features, { device, threads, root });
  const tools = {
    ...callbacks,
    reference: evaluation.reference(dataset, callbacks),
    openExtractor: async () => ({ ...extractor, release: async () => {} }),
    cache: referenceCache(undefined, (text) => report({ type: "note", text })),
    memory: new Map<string, Promise<RealFeatures>>(),
    engine: nodeEngine({ device: "cpu", threads }),
    mixture: data.mixture,
  };
  return {
    async records({ folder, trainer }: Course): Promise<readonly EvaluationRecord[]> {
      const [done] = await evaluate({
        ...tools,
        subject: {
          ...generatorSubject(folder.path, model, trainer.sample),
          counters: trainer.counters(),
          data: data.options,
          notes: [],
          release: async () => {},
        },
        protocols: [protocol],
        metrics: settings.evaluate.metrics,
      });
      return done?.records ?? [];
    },
    release: extractor.release,
  };
}

/** Whether a step was evaluated under this protocol. */
async function isEvaluated(path: string, step: number, hash: string): Promise<boolean> {
  const records = await readEvaluations(path);
  return records.some((record) => record.gStep === step && record.protocolHash === hash);
}

/** The numbers of an evaluation as a run's measures: `evaluate/fid`, … */
function asMeasures(records: readonly EvaluationRecord[]): Measures {
  return Object.fromEntries(records.map(({ metric, value }) => [`evaluate/${metric}`, value]));
}

/**
 * The mark for a checkpoint with these results, if it is better by the first of them than the one that is
 * marked; one of another metric or protocol does not count.
 *
 * @param checkpoints the run's folder of checkpoints.
 */
async function betterThanBest(
  checkpoints: string,
  step: number,
  [first]: readonly EvaluationRecord[],
): Promise<BestCheckpoint | undefined> {
  if (first === undefined || !Number.isFinite(first.value)) return undefined;
  const { metric, value, protocolHash: hash } = first;
  const kind = resultOf(metric);
  if (kind === undefined) throw new EvenkeelError("CONFIG", `evaluate: no metric is ${metric}`);
  const best = await readBest(checkpoints);
  const compares = best?.metric === metric && best.protocolHash === hash;
  if (best !== undefined && compares) {
    const better = kind.better === "lower" ? value < best.value : value > best.value;
    if (!better) return undefined;
  }
  return { step, metric, value, protocolHash: hash };
}
