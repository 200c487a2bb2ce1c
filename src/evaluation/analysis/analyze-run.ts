/** Analyzes a run's discriminator on its data and on images of its generator. */
import type { Verdict } from "../../analysis/health/index.ts";
import { type Analysis, analyze } from "../../analysis/index.ts";
import { isPoints } from "../../config/index.ts";
import type { ImageDataset } from "../../data/index.ts";
import type { Counters } from "../../gan/index.ts";
import {
  type CheckpointChoice,
  openSampler,
  openTrained,
  type Trained,
} from "../../runs/trained/index.ts";
import { createRuntime, selfCheck } from "../../runtime/index.ts";
import { type NodeDevice, nodeEngine } from "../../runtime/node.ts";
import { pairClasses } from "../classes.ts";
import type { EvaluationCallbacks } from "../progress.ts";
import { referenceData } from "../reference/index.ts";
import { BATCH, datasetSource, generatorShape, generatorSource } from "../subject/index.ts";
import { firstImages } from "./first-images.ts";

/** What to analyze. */
export interface AnalysisRequest {
  /** The run's folder. */
  readonly path: string;
  /** Which checkpoint; default `latest`. */
  readonly step?: CheckpointChoice | undefined;
  /** The number of real images, and of generated ones. */
  readonly images: number;
  /** Determines which real images are used, and the noise. */
  readonly seed: number;
  readonly device: NodeDevice;
  /** The layer for whose weight the Hessian is measured; default: the last layer. */
  readonly hessianLayer?: string | undefined;
  /** The folder that contains the data sets' folders; default: the run's. */
  readonly root?: string | undefined;
}

/** An analysis of a run. */
export interface AnalysisOutcome {
  readonly path: string;
  readonly counters: Counters;
  readonly seed: number;
  readonly analysis: Analysis;
  /** The run's verdict, from its newest records; `null` if it was not measured. */
  readonly verdict: Verdict | null;
  /** Seconds of training that the run's instruments took; `null` if it had none. */
  readonly instrumentSeconds: number | null;
  /** What limits the use of the analysis, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Analyzes a checkpoint on training images and on images of its generator at inference. The run does not
 * change.
 *
 * @throws EvenkeelError `RUN_FOLDER`, `CHECKPOINT` or `DATA` for what cannot be opened or has other classes, `USAGE` for a layer
 *   that does not exist, `DEVICE` or `ENGINE` if the device refuses.
 */
export async function analyzeRun(
  { path, step, images: count, seed, device, hessianLayer, root }: AnalysisRequest,
  callbacks: EvaluationCallbacks = {},
): Promise<AnalysisOutcome> {
  const trained = await openTrained(path, step);
  const { config, model, tensors, counters, notes } = trained;
  const data = root === undefined ? config.data : { ...config.data, root };
  const opened = await referenceData(data, callbacks, { run: path }).open("training", count);
  const { dataset } = opened;
  const used = Math.min(count, dataset.count);
  const images = await firstImages(datasetSource(dataset), used, seed, isPoints(config));
  const { labels, warnings } = labelsIn(trained, dataset, images.labels);
  const real = { ...images, labels };
  const fake = await generated(trained, used, seed, device);
  const engine = nodeEngine({ device });
  await selfCheck(engine);
  const runtime = createRuntime(engine);
  try {
    const analysis = await analyze({
      ...{ runtime, model, tensors, real, fake, hessianLayer },
      onProgress: (task, done, total) =>
        callbacks.onProgress?.({
          task,
          done: Math.round((100 * done) / total),
          total: 100,
          unit: "%",
        }),
    });
    const { verdict = null, timings } = trained.run.info();
    const instrumentSeconds = timings.instruments ?? null;
    return {
      path,
      counters,
      seed,
      analysis,
      verdict,
      instrumentSeconds,
      notes: [...notes, ...dataset.notes, ...opened.warnings, ...warnings],
    };
  } finally {
    await runtime.release();
  }
}

/** The classes of images by the numbers that the run has for them. */
function labelsIn(
  { classNames, run }: Trained,
  { source, classes }: ImageDataset,
  labels: Int32Array | undefined,
): { readonly labels: Int32Array | undefined; readonly warnings: readonly string[] } {
  if (classNames === undefined || labels === undefined) return { labels, warnings: [] };
  const { places, warnings } = pairClasses(
    { of: source, classes },
    { of: run.path, classes: classNames },
  );
  return { labels: labels.map((label) => places[label]!), warnings };
}

async function generated(trained: Trained, count: number, seed: number, device: NodeDevice) {
  const generator = await openSampler(trained, BATCH, device);
  try {
    const source = generatorSource(generatorShape(trained.model), generator.sample);
    return await firstImages(source, count, seed, isPoints(trained.config));
  } finally {
    await generator.release();
  }
}
