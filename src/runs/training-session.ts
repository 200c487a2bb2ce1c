/** A training run from its config to its folder; blocks the thread it runs in. */
import type { BatchSource, BatchSourceState } from "../data/index.ts";
import { createTrainer, type EndReason, type Trainer, train } from "../gan/index.ts";
import { describeArithmetic } from "../runtime/index.ts";
import { assembleModel, expectedArchitecture, updatesOf } from "./assemble.ts";
import type { Checkpoint } from "./checkpoints.ts";
import type { Config } from "./config/schema.ts";
import { writeFileAtomically } from "./files.ts";
import { refuseIfOccupied } from "./folder-claim.ts";
import { painter } from "./picture.ts";
import { prepare } from "./prepare.ts";
import { openRecorder, type Recorder } from "./recorder.ts";
import { noteEngine, resumeRun, toSnapshot } from "./resume.ts";
import { beginAttempt, createRunFolder, finishAttempt, type RunFolder } from "./run-folder.ts";
import { fixedInputs } from "./sample-inputs.ts";
import { speedometer } from "./speedometer.ts";
import { openTrainingEvaluation, type TrainingEvaluation } from "./training-evaluation.ts";
import type { TrainingMessage, TrainingOutcome, TrainingRequest } from "./training-messages.ts";

type Report = (message: TrainingMessage) => void;
type Request = Exclude<TrainingRequest, { readonly kind: "dry-run" }>;

/** Seconds between two progress messages, at least; the last step always gets one. */
const REPORT_EVERY = 0.1;

/**
 * Trains to the end of the config's steps, or until `shouldStop`, and keeps the run folder.
 *
 * A failure after the folder was made is written to `run.json` before it is thrown. The run's heartbeat, by
 * which other machines see that it lives, is renewed by whoever is told of the folder: `startTraining`.
 *
 * @throws EvenkeelError for whatever the config, the data, the device, a checkpoint or the disk refuse.
 */
export async function runTraining(
  request: Request,
  report: Report,
  shouldStop: () => boolean,
): Promise<TrainingOutcome> {
  const { config } = request;
  const note = (text: string) => report({ type: "note", text });
  const model = assembleModel(config);
  // what can be refused at once is refused before the data is read
  if (request.kind === "new" && request.out !== undefined) await refuseIfOccupied(request.out);
  const resumed =
    request.kind === "resume"
      ? await resumeRun(request.folder, config, model, note, request.takeOver)
      : { run: undefined, checkpoint: undefined };
  const { checkpoint } = resumed;
  const prepared = await prepare(config, model, report, shouldStop);
  const { runtime } = prepared;
  const arithmetic = await describeArithmetic(runtime.engine);
  if (checkpoint) noteEngine(checkpoint, arithmetic, note);
  const batches = prepared.batches(checkpoint?.shuffle as BatchSourceState | undefined);
  const evaluation = await openTrainingEvaluation(
    config,
    model,
    prepared.dataset,
    report,
    shouldStop,
  );
  const folder = await openFolder(request, resumed.run, runtime.engine.device);
  report({ type: "folder", path: folder.path, attempt: folder.info().attempt });
  try {
    report({ type: "phase", text: "compiling the two steps" });
    const trainer = await createTrainer({
      runtime,
      model,
      batches,
      seed: config.seed,
      ...updatesOf(config),
      ...(checkpoint && { from: toSnapshot(checkpoint) }),
    });
    const recorder = await openRecorder(
      folder,
      config,
      model,
      await painter(config, prepared.dataset),
      expectedArchitecture(config, model).fingerprint,
      arithmetic,
      checkpoint?.counters.gStep,
    );
    const parts = { config, folder, trainer, recorder, batches, checkpoint, evaluation };
    const { until = config.steps } = request;
    const isPause = () => !shouldStop() && trainer.counters().gStep >= until;
    try {
      return await trainAndRecord({ ...parts, isPause }, report, () => shouldStop() || isPause());
    } finally {
      recorder.close();
    }
  } catch (error) {
    const exitReason = error instanceof Error ? error.message : String(error);
    // the first failure is the one to tell; a full disk may refuse this note as well
    await folder
      .update({ status: "failed", exitReason, endedAt: new Date().toISOString() })
      .catch(() => undefined);
    throw error;
  } finally {
    await evaluation?.release();
    await runtime.release();
    // a disk that refuses even this has been told of above; the heartbeat grows old by itself
    await finishAttempt(folder).catch(() => undefined);
  }
}

/** What training in a run folder works with. */
interface Parts {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly recorder: Recorder;
  readonly batches: BatchSource;
  readonly checkpoint: Checkpoint | undefined;
  readonly evaluation: TrainingEvaluation | undefined;
  /** Whether it stops because it was to go only so far. */
  readonly isPause: () => boolean;
}

/** Runs the loop, and writes and reports its events. */
async function trainAndRecord(
  { config, folder, trainer, recorder, batches, checkpoint, evaluation, isPause }: Parts,
  report: Report,
  shouldStop: () => boolean,
): Promise<TrainingOutcome> {
  const before = checkpoint ? (folder.info().timings.training ?? 0) : 0;
  const start = performance.now();
  const seconds = () => before + (performance.now() - start) / 1000;
  const speed = speedometer();
  let lastReport = Number.NEGATIVE_INFINITY;
  let samples: string | null = null;
  let reason: EndReason = "done";
  const inputs = fixedInputs(config, trainer.model);
  const shuffle = () => ({ ...batches.state() }) as never;
  const run = { folder, trainer, recorder, shuffle, seconds };
  if (checkpoint) await evaluation?.catchUp(run);
  report({ type: "phase", text: "training" });
  for await (const event of train(trainer, {
    ...config,
    ...inputs,
    evaluateEvery: config.evaluate.every,
    shouldStop,
  })) {
    const { counters } = event;
    switch (event.type) {
      case "step": {
        const now = seconds();
        speed.note(counters.images, now);
        if (now - lastReport < REPORT_EVERY && counters.gStep < config.steps) break;
        lastReport = now;
        const measures = { ...event.measures, ...evaluation?.latest() };
        const left = forecast(config, counters.gStep, speed.speed());
        report({ type: "progress", counters, measures, ...left });
        break;
      }
      case "log":
        recorder.log(counters, event.measures, seconds());
        break;
      case "sample":
        samples = await recorder.samples(counters, event.images, seconds());
        report({ type: "saved", what: "samples", path: samples });
        break;
      case "checkpoint": {
        const path = await recorder.checkpoint(event.snapshot, shuffle());
        await folder.update({ counters, timings: { training: seconds() } });
        report({ type: "saved", what: "checkpoint", path });
        if (counters.gStep >= config.steps || shouldStop()) {
          await recorder.generator(event.snapshot);
        }
        break;
      }
      case "evaluate":
        await evaluation?.evaluate(run);
        break;
      case "end":
        reason = event.reason;
        break;
    }
  }
  const counters = trainer.counters();
  await folder.update({
    ...ending(reason, counters.gStep, isPause()),
    counters,
    timings: { training: seconds() },
    endedAt: new Date().toISOString(),
  });
  return { reason, folder: folder.path, counters, samples, seconds: seconds() };
}

async function openFolder(
  request: Request,
  earlier: RunFolder | undefined,
  device: string,
): Promise<RunFolder> {
  const { config, configText } = request;
  if (earlier !== undefined) {
    await beginAttempt(earlier, device, request.kind === "resume" && request.takeOver);
    await writeFileAtomically(earlier.files.config, configText, earlier.refuseIfSuperseded);
    return earlier;
  }
  return createRunFolder({
    name: config.name,
    config: configText,
    device,
    seed: config.seed,
    ...(request.kind === "new" && request.out !== undefined && { out: request.out }),
  });
}

function forecast({ steps, nDis, batchSize }: Config, gStep: number, speed: number | null) {
  const left = (steps - gStep) * nDis * batchSize;
  return { imagesPerSecond: speed, secondsLeft: speed === null ? null : left / speed };
}

function ending(reason: EndReason, step: number, isPause: boolean) {
  switch (reason) {
    case "done":
      return { status: "done", exitReason: `all ${step} generator steps are done` } as const;
    case "stopped":
      return {
        status: "stopped",
        exitReason: isPause
          ? `paused after step ${step}`
          : `stopped by the user after step ${step}`,
      } as const;
    case "not-finite":
      return {
        status: "failed",
        exitReason: `a loss, norm or σ was no longer finite at step ${step}`,
      } as const;
  }
}
