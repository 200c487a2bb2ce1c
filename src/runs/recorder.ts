/** Writes what a run produces into its folder. */
import { join } from "node:path";
import type { FileTensor } from "../formats/safetensors.ts";
import {
  type Counters,
  exportGenerator,
  type GanModel,
  type Measures,
  type Snapshot,
} from "../gan/index.ts";
import type { Json } from "./checkpoint-state.ts";
import { type CheckpointContent, writeCheckpoint } from "./checkpoints.ts";
import type { Config } from "./config/schema.ts";
import { openEventFile } from "./event-file.ts";
import { exportMetadata } from "./export-metadata.ts";
import { computeEffective } from "./export-run.ts";
import { writeFileAtomically } from "./files.ts";
import { imageGrid } from "./image-grid.ts";
import { openJsonLines } from "./json-lines.ts";
import { toPixels } from "./pixels.ts";
import type { RunFolder } from "./run-folder.ts";

/** Writers for one attempt of a run. */
export interface Recorder {
  /** A line of `metrics.jsonl` and scalars for TensorBoard. `seconds`: of training so far. */
  log(counters: Counters, measures: Measures, seconds: number): void;
  /** `samples/000200.png`, for TensorBoard too; returns its path. */
  samples(counters: Counters, images: Float32Array): Promise<string>;
  /** `checkpoints/000200/`; returns its path. `shuffle`: where the data set's order stands. */
  checkpoint(snapshot: Snapshot, shuffle: Json): Promise<string>;
  /** `generator.onnx` from these weights. */
  generator(snapshot: Snapshot): Promise<void>;
  close(): void;
}

/**
 * Opens the files of a run folder for writing.
 *
 * @param architecture the networks in words, for checkpoints.
 * @param engine      what computes, in words; a resuming process compares it with its own.
 * @param resumedFrom the step of the checkpoint that the run goes on from: records after it are dropped.
 * @throws EvenkeelError `DISK`, here and from each method, when the disk refuses.
 */
export async function openRecorder(
  folder: RunFolder,
  config: Config,
  model: GanModel,
  architecture: string,
  engine: string,
  resumedFrom?: number,
): Promise<Recorder> {
  const cut = { key: "gStep", last: resumedFrom ?? 0 };
  const metrics = await openJsonLines(folder.files.metrics, cut);
  const events = openEventFile(folder.path, folder.info().attempt, resumedFrom);
  const { rows, columns } = config.samples;
  const { imageShape } = model.definition;

  return {
    log(counters, measures, seconds) {
      metrics.append({ ...counters, time: seconds, ...measures });
      events.scalars(counters.gStep, { ...measures, images: counters.images });
    },
    async samples({ gStep }, images) {
      const shape = [rows * columns, ...imageShape];
      const upscale = Math.max(1, Math.round(64 / imageShape[1]));
      const grid = await imageGrid({ data: toPixels(images), shape }, { rows, columns, upscale });
      const path = join(folder.files.samples, `${String(gStep).padStart(6, "0")}.png`);
      await writeFileAtomically(path, grid.png);
      events.image(gStep, "samples", grid);
      return path;
    },
    checkpoint({ counters, noise, tensors }, shuffle) {
      const content: CheckpointContent = {
        counters,
        architecture,
        streams: { noise },
        shuffle,
        sections: { engine },
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
      return writeCheckpoint(folder.files.checkpoints, content, config.keepCheckpoints);
    },
    async generator({ counters, tensors }) {
      const effective = await computeEffective({ model, tensors }, "generator");
      const about = exportMetadata(config, counters, "generator");
      const bytes = exportGenerator(model, tensors, effective, about);
      await writeFileAtomically(folder.files.generator, bytes);
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
