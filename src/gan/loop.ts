/** The training loop: typed events, nothing of files or terminals. */
import type { Counters, Measures, Snapshot, Trainer } from "./trainer.ts";

/** When things happen, in generator steps. */
export interface Schedule {
  /** Train until this many generator steps. */
  readonly steps: number;
  readonly logEvery: number;
  readonly sampleEvery: number;
  readonly checkpointEvery: number;
  /** Also at the end of a whole training. Default 0: never. */
  readonly evaluateEvery?: number | undefined;
  /** How often the instruments are due, which makes a log record due; also at the first and the last step. Default 0: never. */
  readonly instrumentsEvery?: number | undefined;
}

/** Why training ended. */
export type EndReason = "done" | "stopped" | "not-finite";

export type TrainingEvent =
  | { readonly type: "step"; readonly counters: Counters; readonly measures: Measures }
  | {
      readonly type: "log";
      readonly counters: Counters;
      readonly measures: Measures;
      /** Whether the instruments are due. */
      readonly instruments: boolean;
    }
  | { readonly type: "sample"; readonly counters: Counters; readonly images: Float32Array }
  | { readonly type: "checkpoint"; readonly counters: Counters; readonly snapshot: Snapshot }
  /** The time to measure how good the generator is; comes after the step's checkpoint. */
  | { readonly type: "evaluate"; readonly counters: Counters }
  | { readonly type: "end"; readonly counters: Counters; readonly reason: EndReason };

/** Options of {@link train}. */
export interface TrainOptions extends Schedule {
  /** The noise of all sample events: float32 `[count, latent]`. */
  readonly sampleNoise: Float32Array;
  /** The classes of all sample events, int32 `[count]`, of conditional GANs. */
  readonly sampleLabels?: Int32Array | undefined;
  /** Asked between iterations; `true` ends training with a checkpoint. */
  readonly shouldStop?: () => boolean;
}

/**
 * Runs the trainer to the end of the schedule and yields what happened. The work waits while an event
 * is being handled. A fresh run begins with samples of the untrained generator; every run ends with a
 * checkpoint and an `end` event, except one whose measures or state are no longer finite, which ends
 * without a checkpoint so that the last sound one stays the newest.
 *
 * @example
 * for await (const event of train(trainer, schedule)) {
 *   if (event.type === "log") console.log(event.counters.gStep, event.measures["loss/d"]);
 * }
 */
export async function* train(
  trainer: Trainer,
  options: TrainOptions,
): AsyncGenerator<TrainingEvent> {
  const { steps, logEvery, sampleEvery, checkpointEvery, sampleNoise, shouldStop } = options;
  const { evaluateEvery = 0, instrumentsEvery = 0 } = options;
  const at = (every: number, step: number) => every > 0 && step % every === 0;
  const sample = async (): Promise<TrainingEvent> => ({
    type: "sample",
    counters: trainer.counters(),
    images: await trainer.sample(sampleNoise, options.sampleLabels),
  });
  const checkpoint = async (): Promise<TrainingEvent | undefined> => {
    const snapshot = await trainer.snapshot();
    return allFinite(snapshot)
      ? { type: "checkpoint", counters: trainer.counters(), snapshot }
      : undefined;
  };
  const evaluation = (): TrainingEvent => ({ type: "evaluate", counters: trainer.counters() });
  const end = (reason: EndReason): TrainingEvent => ({
    type: "end",
    counters: trainer.counters(),
    reason,
  });

  async function* finish(reason: EndReason): AsyncGenerator<TrainingEvent> {
    const event = await checkpoint();
    if (event !== undefined) yield event;
    if (event !== undefined && reason === "done" && evaluateEvery > 0) yield evaluation();
    yield end(event === undefined ? "not-finite" : reason);
  }

  if (trainer.counters().gStep === 0) yield await sample();
  while (trainer.counters().gStep < steps) {
    if (shouldStop?.() === true) return yield* finish("stopped");
    const measures = await trainer.step();
    const counters = trainer.counters();
    const { gStep } = counters;
    yield { type: "step", counters, measures };
    const finite = Object.values(measures).every(Number.isFinite);
    const isEdge = gStep === steps || gStep === 1;
    const instruments = instrumentsEvery > 0 && (isEdge || at(instrumentsEvery, gStep));
    if (!finite || isEdge || instruments || at(logEvery, gStep)) {
      yield { type: "log", counters, measures, instruments: instruments && finite };
    }
    if (!finite) return yield end("not-finite");
    if (gStep === steps || at(sampleEvery, gStep)) yield await sample();
    if (gStep < steps && at(checkpointEvery, gStep)) {
      const event = await checkpoint();
      if (event === undefined) return yield end("not-finite");
      yield event;
    }
    if (gStep < steps && at(evaluateEvery, gStep)) yield evaluation();
  }
  yield* finish("done");
}

/** Whether every number of the state is finite: a step's measures do not see what its own update did. */
function allFinite({ tensors }: Snapshot): boolean {
  for (const { data } of Object.values(tensors)) {
    // `every` takes six times as long, and there are tens of millions of numbers
    for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  }
  return true;
}
