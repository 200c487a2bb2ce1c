/** A run while it trains: its trainer, the order of its images and its records, which advance together. */
import type { BatchSource, BatchSourceState } from "../../data/index.ts";
import { createTrainer, type Measures, type Snapshot, type Trainer } from "../../gan/index.ts";
import type { Checkpoint } from "../../runs/checkpoints/index.ts";
import type { RunFolder } from "../../runs/folder/index.ts";
import { painter } from "../../runs/trained/index.ts";
import { describeArithmetic } from "../../runtime/index.ts";
import type { RunPlan } from "../plan/plan.ts";
import type { Prepared } from "../preparation/prepare.ts";
import { toSnapshot } from "../resume.ts";
import type { Health } from "./health.ts";
import { openRecorder } from "./recorder.ts";

/** A run while it trains. */
export interface Course {
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  /** Seconds of training, including earlier attempts. */
  seconds(): number;
  /** Records measures at the trainer's current step. */
  log(measures: Measures): void;
  /** Draws and saves samples; returns the picture's path. */
  samples(images: Float32Array): Promise<string>;
  /** Writes a checkpoint; returns its path. */
  checkpoint(snapshot: Snapshot): Promise<string>;
  /** Writes `generator.onnx`. */
  generator(snapshot: Snapshot): Promise<void>;
  /** Returns to a checkpoint: restores the weights and the order of the images, and drops later records. */
  rollBack(checkpoint: Checkpoint): Promise<void>;
  close(): void;
}

/** Options of {@link openCourse}. */
export interface CourseOptions {
  readonly plan: RunPlan;
  readonly prepared: Prepared;
  readonly folder: RunFolder;
  readonly health: Health;
  /** The checkpoint to resume from; `undefined` to start from the beginning. */
  readonly from: Checkpoint | undefined;
  /** Tensors in place of a new run's own first ones; default none. */
  readonly initial?: Snapshot["tensors"] | undefined;
}

/**
 * Compiles the two steps and opens the files of the run.
 *
 * @throws EvenkeelError `ENGINE` if the engine refuses a step, `DISK` if the disk refuses.
 */
export async function openCourse(options: CourseOptions): Promise<Course> {
  const { plan, prepared, folder, health, from, initial } = options;
  const { settings, model } = plan;
  const { runtime, dataset } = prepared;
  const engine = await describeArithmetic(runtime.engine);
  const paint = await painter(dataset, plan.data.mixture);
  const batchesAt = ({ shuffle }: Checkpoint) => prepared.batches(orderOf(shuffle));
  const recorderAt = (gStep?: number) => openRecorder(folder, plan, paint, engine, gStep);

  let batches: BatchSource = from === undefined ? prepared.batches() : batchesAt(from);
  const trainer = await createTrainer({
    runtime,
    model,
    batches,
    seed: settings.seed,
    nDis: settings.nDis,
    order: settings.order,
    generatorNoise: settings.noise,
    initial,
    ...(from && { from: toSnapshot(from) }),
  });
  let recorder = await recorderAt(from?.counters.gStep);
  await recorder.reals(dataset);
  const before = from === undefined ? 0 : (folder.info().timings.training ?? 0);
  const begun = performance.now();
  const seconds = () => before + (performance.now() - begun) / 1000;
  return {
    folder,
    trainer,
    seconds,
    log: (measures) => recorder.log(trainer.counters(), measures, seconds()),
    samples: (images) => recorder.samples(trainer.counters(), images, seconds()),
    checkpoint: (snapshot) =>
      recorder.checkpoint(
        snapshot,
        { ...batches.state() } as never,
        health.section(snapshot.learningRateFactor),
      ),
    generator: (snapshot) => recorder.generator(snapshot),
    async rollBack(checkpoint) {
      batches = batchesAt(checkpoint);
      trainer.restore(toSnapshot(checkpoint), batches);
      recorder.close();
      recorder = await recorderAt(checkpoint.counters.gStep);
    },
    close: () => recorder.close(),
  };
}

const orderOf = (shuffle: Checkpoint["shuffle"]) => shuffle as unknown as BatchSourceState;
