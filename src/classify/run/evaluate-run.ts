/** Measures a trained classifier on images. */
import type { DataCallbacks, DatasetOptions } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { createRuntime, type Engine } from "../../runtime/index.ts";
import { type ClassifierMeasures, logitsOf, measuresOf } from "../measures/index.ts";
import { createClassifier } from "../model/index.ts";
import { assembleClassifier } from "../settings/index.ts";
import { type LabeledImages, openImages } from "./data.ts";
import { type ClassifierExperiment, readCheckpoint, readExperiment } from "./folder.ts";

/** How a classifier is measured. */
export interface ClassifierEvaluation {
  readonly engine: Engine;
  /** The images; without a name, what is other than of the held-out part of its own set, which is the default. */
  readonly data?: Partial<DatasetOptions> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called while images are read. */
  readonly onData?: DataCallbacks["onProgress"];
  /** Called with the images that have passed, and all. */
  readonly onTest?: (done: number, total: number) => void;
}

/** What a classifier's measurement gives; plain data. */
export interface EvaluationAnswer {
  readonly folder: string;
  /** Steps that it was trained for, and is to be. */
  readonly step: number;
  readonly steps: number;
  readonly data: { readonly name: string; readonly source: string; readonly part: string };
  readonly measures: ClassifierMeasures;
}

/**
 * Measures the classifier of a folder, by its running statistics.
 *
 * Other images than its own must be of its size, with classes of its names; they may have fewer.
 *
 * @returns `undefined` if it was aborted.
 * @throws EvenkeelError `RUN_FOLDER` for a folder without a trained classifier, `CONFIG` or `DATA` for images that
 *   do not fit.
 */
export async function evaluateRun(
  folder: string,
  { engine, data = {}, signal, onData, onTest }: ClassifierEvaluation,
): Promise<EvaluationAnswer | undefined> {
  const experiment = await readExperiment(folder);
  const checkpoint = await readCheckpoint(folder);
  if (checkpoint === undefined) {
    throw refusal("RUN_FOLDER", {
      where: folder,
      rule: "has no trained classifier yet",
      advice: "Let evenkeel classify train finish, or stop it by Ctrl-C, which saves.",
    });
  }
  const options = imagesFor(data, experiment);
  const dataset = await openImages(options, { onProgress: onData, signal });
  const { classes: names, imageShape } = experiment.data;
  const labels = labelsAmong(dataset, names);
  const model = createClassifier(
    assembleClassifier(experiment.settings, { imageShape, classes: names.length }),
  );
  const runtime = createRuntime(engine);
  try {
    for (const [name, tensor] of Object.entries(checkpoint.tensors)) {
      runtime.state.write(name, tensor);
    }
    const places = Array.from(labels.keys());
    const logits = await logitsOf(
      runtime,
      model,
      { dataset, places },
      { signal, onProgress: onTest },
    );
    if (logits === undefined) return undefined;
    return {
      ...{ folder, step: checkpoint.step, steps: experiment.steps },
      data: { name: dataset.name, source: dataset.source, part: options.split ?? "train" },
      measures: measuresOf(logits, labels, names),
    };
  } finally {
    await runtime.release();
  }
}

/** The options of images for a classifier: of its own set unless they name another, in its size. */
function imagesFor(
  given: Partial<DatasetOptions>,
  { data: { options, imageShape } }: ClassifierExperiment,
): DatasetOptions {
  const { count: _, ...own } = options;
  if (given.name === undefined) return { ...own, split: "test", ...given } as DatasetOptions;
  const [channels, height, width] = imageShape;
  const rectangle = width === height ? {} : { width };
  return { channels, size: height, ...rectangle, ...given } as DatasetOptions;
}

/** The labels of images among the classes of a classifier. */
function labelsAmong(dataset: LabeledImages, names: readonly string[]): Int32Array {
  const found = dataset.classes.map((name) => names.indexOf(name));
  const other = dataset.classes.filter((_, i) => found[i] === -1);
  if (other.length > 0) {
    throw refusal("DATA", {
      where: dataset.source,
      rule: `must have classes out of the classifier's, ${names.join(", ")}`,
      got: other,
      advice: "Give the sub-folders the names of the classes.",
    });
  }
  return Int32Array.from(dataset.labels, (label) => found[label] as number);
}
