/**
 * Evaluations during training: measures the generator, records the results, and marks the best checkpoint.
 */
import type { ImageDataset } from "../../data/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { openExtractor } from "../../evaluation/extractors/index.ts";
import { type Evaluation, type EvaluationProgress, evaluate } from "../../evaluation/index.ts";
import { referenceCache } from "../../evaluation/reference/index.ts";
import {
  appendEvaluations,
  type EvaluationRecord,
  isBetter,
  protocolHash,
  readEvaluations,
  savePictures,
} from "../../evaluation/results/index.ts";
import { generatorSubject } from "../../evaluation/subject/index.ts";
import { readJsonLines } from "../../files/index.ts";
import type { Measures } from "../../gan/index.ts";
import { unfitFor } from "../../metrics/extractors/index.ts";
import { type MetricName, resultOf } from "../../metrics/index.ts";
import {
  listCheckpoints,
  markBest,
  readBest,
  removeOutdated,
} from "../../runs/checkpoints/index.ts";
import type { RunFolder } from "../../runs/folder/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import type { Report } from "../messages.ts";
import type { RunPlan } from "../plan/plan.ts";
import type { Stop } from "../stop.ts";
import type { Course } from "./course.ts";

/** The evaluations of a run during training. */
export interface TrainingEvaluation {
  /**
   * Measures the generator and records the results. If they are the best so far, keeps and marks the
   * checkpoint of this step. Errors are reported, and training continues.
   */
  evaluate(course: Course): Promise<void>;
  /** Completes the evaluation of the step that a run resumes from, if one was due and is incomplete. */
  catchUp(course: Course): Promise<void>;
  /** The newest result of the first metric, such as `evaluate/fid`. */
  latest(): Measures;
  release(): Promise<void>;
}

/**
 * Opens what evaluations need, before training starts; `undefined` if the settings request no evaluations.
 * They use their own noise and do not affect training.
 *
 * @param dataset the open training data.
 * @throws EvenkeelError if the extractor's weights are missing.
 */
export async function openTrainingEvaluation(
  plan: RunPlan,
  dataset: ImageDataset,
  report: Report,
  stop: Stop,
): Promise<TrainingEvaluation | undefined> {
  const { every, keepBest, metrics } = plan.settings.evaluate;
  if (every === 0) return undefined;
  const note = (text: string) => report({ type: "note", text });
  const measured = await openMeasurement(plan, dataset, report, stop);
  const { protocol } = plan.evaluation;
  const hash = protocolHash(protocol.settings);
  let latest: Measures = {};

  const measure = async (course: Course) => {
    const { folder, trainer } = course;
    const { gStep } = trainer.counters();
    // A process that was killed during this evaluation has recorded a part of it.
    const found = await recordedAt(folder, gStep, { hash, sha256: measured.sha256 }, metrics);
    const { records, pictures } = found ?? (await measured.results(course));
    folder.refuseIfSuperseded();
    await savePictures(pictures, folder.files.pictures, gStep, folder.refuseIfSuperseded);
    if (found === undefined) await appendEvaluations(folder.files.evaluations, records);
    const measures = asMeasures(records);
    if (found === undefined || !(await isLogged(folder, gStep, measures))) course.log(measures);
    latest = Object.fromEntries(Object.entries(measures).slice(0, 1));
    const { checkpoints } = folder.files;
    const [first] = records;
    if (!keepBest || first === undefined) return;
    const before = await readBest(checkpoints);
    if (isBetter(first, before)) {
      const isSaved = (await listCheckpoints(checkpoints)).some(({ step }) => step === gStep);
      if (!isSaved) await course.checkpoint(await trainer.snapshot());
      const { metric, value, extractor } = first;
      const best = { step: gStep, metric, value, protocolHash: hash, extractor: extractor?.sha256 };
      await markBest(checkpoints, best, folder.refuseIfSuperseded);
    } else if (before?.step !== gStep) return;
    folder.refuseIfSuperseded();
    // The checkpoint that was the best until now may be removed.
    await removeOutdated(checkpoints, gStep, plan.settings.keepCheckpoints, gStep);
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
      if (gStep > 0 && gStep % every === 0) await evaluated(course);
    },
    latest: () => latest,
    release: measured.release,
  };
}

/** The results of an evaluation. */
type Results = Pick<Evaluation, "records" | "pictures">;

/** Opens what stays open between the evaluations of a run. */
async function openMeasurement(
  { settings, model, data, evaluation }: RunPlan,
  dataset: ImageDataset,
  report: Report,
  stop: Stop,
) {
  const { device, threads } = settings;
  const { protocol, root, features: named } = evaluation;
  const callbacks = {
    shouldStop: () => stop() !== undefined,
    onProgress: (progress: EvaluationProgress) => report({ type: "evaluating", progress }),
  };
  const place = { device, threads, root, named };
  const extractor = await openExtractor(protocol.settings.features, place);
  const tools = {
    ...callbacks,
    reference: evaluation.reference(dataset, callbacks),
    openExtractor: async () => ({ ...extractor, release: async () => {} }),
    cache: referenceCache(undefined, (text) => report({ type: "note", text })),
    memory: new Map(),
    engine: nodeEngine({ device: "cpu", threads }),
    mixture: data.mixture,
  };
  const side = Math.max(dataset.height, dataset.width);
  const doubts = unfitFor(extractor, tools.reference.shows, side);
  for (const text of doubts) report({ type: "warning", text });
  return {
    sha256: extractor.sha256,
    async results({ folder, trainer }: Course): Promise<Results> {
      const [done] = await evaluate({
        ...tools,
        subject: {
          ...generatorSubject(
            folder.path,
            model,
            trainer.sample,
            folder.info().classes ?? dataset.classes,
          ),
          counters: trainer.counters(),
          data: data.options,
          flips: settings.flip,
          notes: [],
          release: async () => {},
        },
        protocols: [protocol],
        metrics: settings.evaluate.metrics,
      });
      return done ?? { records: [], pictures: [] };
    },
    release: extractor.release,
  };
}

/**
 * The records of a step under a protocol, with features of the same weights; `undefined` unless they include
 * all of these metrics.
 */
async function recordedAt(
  { files }: RunFolder,
  step: number,
  { hash, sha256 }: { readonly hash: string; readonly sha256: string },
  metrics: readonly MetricName[],
): Promise<Results | undefined> {
  const records = (await readEvaluations(files.evaluations)).filter(
    ({ gStep, protocolHash: own, extractor }) =>
      gStep === step && own === hash && extractor?.sha256 === sha256,
  );
  const measured = records.map(({ metric }) => resultOf(metric)?.metric);
  // their pictures were saved before them
  return metrics.every((metric) => measured.includes(metric))
    ? { records, pictures: [] }
    : undefined;
}

/** Whether `metrics.jsonl` contains a step's evaluation. */
async function isLogged({ files }: RunFolder, step: number, measures: Measures): Promise<boolean> {
  const [name = ""] = Object.keys(measures);
  return (await readJsonLines(files.metrics)).some((line) => line.gStep === step && name in line);
}

/** The results of an evaluation as measures of the run: `evaluate/fid`, … */
function asMeasures(records: readonly EvaluationRecord[]): Measures {
  return Object.fromEntries(records.map(({ metric, value }) => [`evaluate/${metric}`, value]));
}
