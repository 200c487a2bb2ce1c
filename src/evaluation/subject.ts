/** What can be measured: a run's generator, an ONNX generator, a folder of images. */
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { type DatasetOptions, type ImageDataset, openDataset } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import type { Counters, GanModel } from "../gan/index.ts";
import type { Trained } from "../runs/trained/index.ts";
import { openGenerator } from "../runs/trained/index.ts";
import type { NodeDevice } from "../runtime/node.ts";
import type { EvaluationCallbacks } from "./collect.ts";
import {
  BATCH,
  datasetSource,
  generatorShape,
  generatorSource,
  type ImageSource,
} from "./image-source.ts";
import type { EvaluationRecord } from "./record.ts";

/** Generated images, and what is known about where they come from. */
export interface Subject {
  readonly about: EvaluationRecord["subject"];
  readonly source: ImageSource;
  /** How far training had come; `null` where nobody knows. */
  readonly counters: Partial<Counters> | null;
  /** The data that the generator was trained on, where that is known. */
  readonly data: DatasetOptions | undefined;
  /** What a person should know. */
  readonly notes: readonly string[];
  release(): Promise<void>;
}

/**
 * The generator of a run, as a subject names it and as a source of images.
 *
 * @param path   the run's folder.
 * @param sample as {@link generatorSource} takes it.
 */
export function generatorSubject(
  path: string,
  model: GanModel,
  sample: Parameters<typeof generatorSource>[1],
): Pick<Subject, "about" | "source"> {
  const { imageShape, generator } = model.definition;
  // running statistics are the buffers of batch norm
  const hasStatistics = model.generator.buffers.length > 0;
  return {
    about: {
      kind: "run",
      path,
      shape: [...imageShape],
      batchNorm: hasStatistics ? "running statistics" : "none",
      weights: generator.ema > 0 ? `moving average, decay ${generator.ema}` : "raw",
    },
    source: generatorSource(generatorShape(model), sample),
  };
}

/** A checkpoint of a run. */
export async function runSubject(trained: Trained, device: NodeDevice): Promise<Subject> {
  const { run, config, model, counters, notes } = trained;
  const generator = await openGenerator(trained, BATCH, device);
  return {
    ...generatorSubject(run.path, model, generator.sample),
    counters,
    data: config.data,
    notes,
    release: generator.release,
  };
}

/**
 * A folder of images, as they are if they are squares of one size.
 *
 * @param size side in pixels that they get. Default: the first image's shorter side.
 */
export async function folderSubject(
  path: string,
  size: number | undefined,
  { onProgress, shouldStop }: EvaluationCallbacks = {},
): Promise<Subject> {
  const own = await firstSize(path);
  const side = size ?? own ?? 32;
  const stop = new AbortController();
  const dataset: ImageDataset = await openDataset(
    { name: "folder", path, split: "all", size: side },
    {
      signal: stop.signal,
      onProgress({ task, done, total }) {
        if (shouldStop?.() === true) stop.abort();
        onProgress?.({ task, done, total: total ?? done, unit: "images" });
      },
    },
  );
  const resized =
    own === undefined || own === side
      ? []
      : [`images of ${own} pixels are resized to ${side} before anything is measured`];
  return {
    about: {
      kind: "images",
      path: resolve(path),
      shape: [dataset.channels, side, side],
      batchNorm: null,
      weights: null,
    },
    source: datasetSource(dataset),
    counters: null,
    data: undefined,
    notes: [...resized, ...dataset.notes],
    release: async () => {},
  };
}

/** The shorter side of the first image below a folder, by name; `undefined` if there is none. */
export async function firstSize(path: string): Promise<number | undefined> {
  const names = await readdir(path, { recursive: true }).catch((cause: unknown) => {
    throw new EvenkeelError("DATA", `${path}: cannot be read as a folder of images`, { cause });
  });
  for (const name of names.filter((one) => /\.(png|jpe?g|webp)$/i.test(one)).sort()) {
    const metadata = await sharp(join(path, name))
      .metadata()
      .catch(() => undefined);
    if (metadata?.width && metadata.height) return Math.min(metadata.width, metadata.height);
  }
  return undefined;
}
