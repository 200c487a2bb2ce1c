/** A run's discriminator, measured on its data and its generator's images. */
import { type Analysis, type AnalyzedImages, analyze } from "../analysis/index.ts";
import type { Counters } from "../gan/index.ts";
import { createRuntime, selfCheck } from "../runtime/index.ts";
import { type NodeDevice, nodeEngine } from "../runtime/node.ts";
import { isPoints } from "./assemble.ts";
import { openGenerator } from "./draw.ts";
import type { EvaluationCallbacks } from "./evaluation/collect.ts";
import {
  BATCH,
  datasetSource,
  generatorShape,
  generatorSource,
  type ImageSource,
} from "./evaluation/image-source.ts";
import { referenceData } from "./evaluation/reference.ts";
import { type CheckpointChoice, openTrained, type Trained } from "./trained.ts";

/** What to analyze. */
export interface AnalysisRequest {
  /** The run's folder. */
  readonly path: string;
  /** Which checkpoint. Default `latest`. */
  readonly step?: CheckpointChoice | undefined;
  /** Real images, and generated ones. */
  readonly images: number;
  /** Of which real images, and of the noise. */
  readonly seed: number;
  readonly device: NodeDevice;
  /** The layer to whose weight the Hessian is measured. Default the last. */
  readonly hessianLayer?: string | undefined;
  /** Folder that holds the data sets' own folders. Default: the run's. */
  readonly root?: string | undefined;
}

/** What came of it. */
export interface AnalysisOutcome {
  readonly path: string;
  readonly counters: Counters;
  readonly seed: number;
  readonly analysis: Analysis;
  /** What a person should know, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Analyzes a checkpoint on training images and on images of its generator at inference. Nothing of the run
 * changes.
 *
 * @throws EvenkeelError `RUN_FOLDER`, `CHECKPOINT` or `DATA` for what cannot be opened, `USAGE` for a layer
 *   that is not there, `DEVICE` or `ENGINE` when the device refuses.
 */
export async function analyzeRun(
  { path, step, images: count, seed, device, hessianLayer, root }: AnalysisRequest,
  callbacks: EvaluationCallbacks = {},
): Promise<AnalysisOutcome> {
  const trained = await openTrained(path, step);
  const { config, model, tensors, counters, notes } = trained;
  const data = root === undefined ? config.data : { ...config.data, root };
  const { dataset } = await referenceData(data, callbacks).open("training", count);
  const used = Math.min(count, dataset.count);
  const real = await firstImages(datasetSource(dataset), used, seed, isPoints(config));
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
    return { path, counters, seed, analysis, notes: [...notes, ...dataset.notes] };
  } finally {
    await runtime.release();
  }
}

async function generated(trained: Trained, count: number, seed: number, device: NodeDevice) {
  const generator = await openGenerator(trained, BATCH, device);
  try {
    const source = generatorSource(generatorShape(trained.model), generator.sample);
    return await firstImages(source, count, seed, isPoints(trained.config));
  } finally {
    await generator.release();
  }
}

/** The first images of a source, pixels x as x/127.5 − 1, points as they are. */
async function firstImages(
  source: ImageSource,
  count: number,
  seed: number,
  points: boolean,
): Promise<AnalyzedImages> {
  const length = source.shape.reduce((a, b) => a * b, 1);
  const images = new Float32Array(count * length);
  const labels = new Int32Array(count);
  let done = 0;
  for await (const batch of source.batches(count, seed)) {
    const scaled = Float32Array.from(batch.values, (x) => (points ? x : x / 127.5 - 1));
    images.set(scaled, done * length);
    if (batch.labels !== undefined) labels.set(batch.labels, done);
    done += batch.count;
  }
  return { images, labels };
}
