/** Writes the output of a run to its folder. */
import { join } from "node:path";
import type { ImageDataset } from "../../data/index.ts";
import { dropLater } from "../../evaluation/results/index.ts";
import { openJsonLines, writeFileAtomically } from "../../files/index.ts";
import type { FileTensor } from "../../formats/index.ts";
import type { Counters, Measures, Snapshot } from "../../gan/index.ts";
import { exportGenerator } from "../../gan/inference/index.ts";
import type { Json } from "../../runs/checkpoints/index.ts";
import { type CheckpointContent, stepName, writeCheckpoint } from "../../runs/checkpoints/index.ts";
import type { RunFolder } from "../../runs/folder/index.ts";
import { openEventFile } from "../../runs/folder/index.ts";
import type { Painter } from "../../runs/trained/index.ts";
import { atInference, exportMetadata, realImageGrid } from "../../runs/trained/index.ts";
import type { RunPlan } from "../plan/plan.ts";

/** Writers for one attempt of a run. */
export interface Recorder {
  /**
   * Appends a line to `metrics.jsonl` and scalars for TensorBoard. `seconds`: seconds of training so far.
   */
  log(counters: Counters, measures: Measures, seconds: number): void;
  /**
   * Writes `samples/000200.png`, the same image for TensorBoard, and a record of the measures of the samples
   * themselves; returns the file's path.
   */
  samples(counters: Counters, samples: Float32Array, seconds: number): Promise<string>;
  /** Writes `reals.png`, real images laid out as the samples are; of points nothing. */
  reals(dataset: ImageDataset): Promise<void>;
  /**
   * Writes `checkpoints/000200/`; returns its path. `shuffle` is the position in the data set's order,
   * `health` the actions on the run's health.
   */
  checkpoint(snapshot: Snapshot, shuffle: Json, health: Json): Promise<string>;
  /** Writes `generator.onnx` with these weights. */
  generator(snapshot: Snapshot): Promise<void>;
  close(): void;
}

/**
 * Opens the files of a run folder for writing.
 *
 * @param paint draws samples.
 * @param engine      a description of the engine; a process that resumes compares it with its own.
 * @param resumedFrom the step of the checkpoint that the run resumes from: later records are dropped.
 * @throws EvenkeelError here and from each method: `DISK` if the disk refuses, `RUN_FOLDER` if another
 *   attempt has taken over the run.
 */
export async function openRecorder(
  folder: RunFolder,
  { settings, model, data, architecture }: RunPlan,
  paint: Painter,
  engine: string,
  resumedFrom?: number,
): Promise<Recorder> {
  const allow = folder.refuseIfSuperseded;
  // A run that starts over also writes the records of step 0 again.
  const cut = { key: "gStep", last: resumedFrom ?? -1 };
  const metrics = await openJsonLines(folder.files.metrics, cut);
  await dropLater(folder.files.evaluations, cut.last);
  const events = await openEventFile(folder.path, folder.info().attempt, resumedFrom);
  const log: Recorder["log"] = (counters, measures, seconds) => {
    allow();
    metrics.append({ ...counters, time: seconds, ...measures });
    events.scalars(counters.gStep, { ...measures, images: counters.images });
  };
  return {
    log,
    async samples(counters, samples, seconds) {
      const { gStep } = counters;
      const { grid, measures } = await paint(samples, settings.samples);
      if (Object.keys(measures).length > 0) log(counters, measures, seconds);
      const path = join(folder.files.samples, `${stepName(gStep)}.png`);
      await writeFileAtomically(path, grid.png, allow);
      events.image(gStep, "samples", grid);
      return path;
    },
    async reals(dataset) {
      const grid = await realImageGrid(settings, model, dataset);
      if (grid !== undefined) await writeFileAtomically(folder.files.reals, grid.png, allow);
    },
    checkpoint({ counters, noise, augmentation, tensors }, shuffle, health) {
      const content: CheckpointContent = {
        counters,
        architecture,
        streams: { noise, ...(augmentation && { augmentation: augmentation.stream }) },
        shuffle,
        sections: {
          engine,
          health,
          ...(augmentation?.steering && { augmentation: augmentation.steering }),
        },
        tensors: new Map(
          Object.entries(tensors).map(([name, tensor]): [string, FileTensor] => [
            name,
            {
              dtype: "float32",
              shape: tensor.shape,
              data: tensor.data as Float32Array<ArrayBuffer>,
            },
          ]),
        ),
      };
      return writeCheckpoint(folder.files.checkpoints, content, settings.keepCheckpoints, allow);
    },
    async generator({ counters, tensors: trained }) {
      const { tensors, effective } = await atInference({ model, tensors: trained }, "generator");
      const { name, seed } = settings;
      const about = { name, seed, data: data.name, classNames: folder.info().classes };
      const metadata = exportMetadata(about, model, counters, "generator");
      const bytes = exportGenerator(model, tensors, effective, metadata);
      await writeFileAtomically(folder.files.generator, bytes, allow);
    },
    close() {
      try {
        metrics.close();
      } finally {
        events.close();
      }
    },
  };
}
