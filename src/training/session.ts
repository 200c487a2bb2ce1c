/** A training run from its config to its folder; blocks the thread it runs in. */
import { healthRecordOf, notFinite, type Verdict } from "../analysis/index.ts";
import type { Config } from "../config/index.ts";
import { assembleModel, expectedArchitecture, updatesOf } from "../config/index.ts";
import type { BatchSource, BatchSourceState } from "../data/index.ts";
import { readJsonLines, writeFileAtomically } from "../files/index.ts";
import { createTrainer, type EndReason, type Snapshot, type Trainer, train } from "../gan/index.ts";
import type { Checkpoint } from "../runs/checkpoints/index.ts";
import {
  beginAttempt,
  createRunFolder,
  finishAttempt,
  type RunFolder,
  refuseIfOccupied,
} from "../runs/folder/index.ts";
import { fixedInputs, painter } from "../runs/trained/index.ts";
import { describeArithmetic } from "../runtime/index.ts";
import { openTrainingEvaluation, type TrainingEvaluation } from "./evaluation.ts";
import { healthSection, openHealth } from "./health.ts";
import { actOn } from "./health-actions.ts";
import { openRunInstruments, type RunInstruments } from "./instruments.ts";
import type { TrainingMessage, TrainingOutcome, TrainingRequest } from "./messages.ts";
import { prepare } from "./prepare.ts";
import { openRecorder, type Recorder } from "./recorder.ts";
import { noteEngine, resumeRun, toSnapshot } from "./resume.ts";
import { speedometer } from "./speedometer.ts";
import type { StopReason } from "./thread.ts";

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
  whyStop: () => StopReason | undefined = () => "user",
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
  const before = checkpoint ? resumed.run?.info().timings : undefined;
  const instruments = await openRunInstruments(
    config,
    model,
    prepared.dataset,
    runtime,
    before?.instruments ?? 0,
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
    const paint = await painter(config, prepared.dataset);
    const { fingerprint } = expectedArchitecture(config, model);
    const openAt = (gStep?: number) =>
      openRecorder(folder, config, model, paint, fingerprint, arithmetic, gStep);
    const writing: Writing = { recorder: await openAt(checkpoint?.counters.gStep), batches };
    const parts = { config, folder, trainer, writing, openAt, checkpoint, evaluation, instruments };
    const { until = config.steps } = request;
    const isPause = () => !shouldStop() && trainer.counters().gStep >= until;
    try {
      return await trainAndRecord(
        { ...parts, batchesFrom: prepared.batches, isPause, whyStop },
        report,
        () => shouldStop() || isPause(),
      );
    } finally {
      writing.recorder.close();
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

/** What writes and reads at the place where training stands; a roll-back puts others in their place. */
interface Writing {
  recorder: Recorder;
  batches: BatchSource;
}

/** What training in a run folder works with. */
interface Parts {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly trainer: Trainer;
  readonly writing: Writing;
  /** Opens a recorder that drops what was recorded after a step. */
  readonly openAt: (gStep: number) => Promise<Recorder>;
  readonly batchesFrom: (from: BatchSourceState) => BatchSource;
  readonly checkpoint: Checkpoint | undefined;
  readonly evaluation: TrainingEvaluation | undefined;
  readonly instruments: RunInstruments | undefined;
  /** Whether it stops because it was to go only so far. */
  readonly isPause: () => boolean;
  /** Whose wish it is, if not. */
  readonly whyStop: () => StopReason | undefined;
}

/** Runs the loop, and writes and reports its events. */
async function trainAndRecord(
  parts: Parts,
  report: Report,
  shouldStop: () => boolean,
): Promise<TrainingOutcome> {
  const { config, folder, trainer, writing, checkpoint, evaluation, instruments, isPause } = parts;
  const before = checkpoint ? (folder.info().timings.training ?? 0) : 0;
  const start = performance.now();
  const seconds = () => before + (performance.now() - start) / 1000;
  const timings = () => ({
    training: seconds(),
    ...(instruments && { instruments: instruments.seconds() }),
  });
  const note = (text: string) => report({ type: "note", text });
  const speed = speedometer();
  let lastReport = Number.NEGATIVE_INFINITY;
  let samples: string | null = null;
  let reason: EndReason = "done";
  let ailment: Verdict | undefined;
  const inputs = fixedInputs(config, trainer.model);
  const health = openHealth(
    config,
    trainer.model,
    healthSection(checkpoint?.sections.health),
    checkpoint ? await readJsonLines(folder.files.metrics) : [],
  );
  const verdict = () => (instruments === undefined ? null : health.verdict());
  const save = (snapshot: Snapshot) =>
    writing.recorder.checkpoint(
      snapshot,
      { ...writing.batches.state() } as never,
      health.section(snapshot.learningRateFactor),
    );
  const evaluated = () => ({ folder, trainer, recorder: writing.recorder, save, seconds });
  const rewind = async (batches: BatchSource, gStep: number) => {
    writing.recorder.close();
    writing.recorder = await parts.openAt(gStep);
    writing.batches = batches;
  };
  const ailing = { config, folder, trainer, health, batches: parts.batchesFrom, rewind, note };
  if (checkpoint) await evaluation?.catchUp(evaluated());
  report({ type: "phase", text: "training" });
  for await (const event of train(trainer, {
    ...config,
    ...inputs,
    evaluateEvery: config.evaluate.every,
    instrumentsEvery: config.instruments.every,
    shouldStop: () => shouldStop() || ailment !== undefined,
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
        report({ type: "progress", counters, measures, ...left, verdict: verdict() });
        break;
      }
      case "log": {
        const columns = event.instruments ? await instruments?.measure(trainer) : undefined;
        const measures = { ...event.measures, ...columns };
        writing.recorder.log(counters, measures, seconds());
        const record = healthRecordOf({ ...counters, ...measures });
        if (record === undefined) break;
        const action = health.note(record);
        if (action === undefined || counters.gStep >= config.steps) break;
        const found = health.verdict();
        if (await actOn(ailing, action, found)) ailment = found;
        break;
      }
      case "sample":
        samples = await writing.recorder.samples(counters, event.images, seconds());
        report({ type: "saved", what: "samples", path: samples });
        break;
      case "checkpoint": {
        const path = await save(event.snapshot);
        await folder.update({ counters, timings: timings(), verdict: verdict() });
        report({ type: "saved", what: "checkpoint", path });
        if (counters.gStep >= config.steps || shouldStop()) {
          await writing.recorder.generator(event.snapshot);
        }
        break;
      }
      case "evaluate":
        await evaluation?.evaluate(evaluated());
        break;
      case "end":
        reason = event.reason;
        break;
    }
  }
  const counters = trainer.counters();
  const { gStep } = counters;
  const last = reason === "not-finite" ? notFinite(gStep) : (ailment ?? verdict());
  await folder.update({
    ...ending(reason, gStep, isPause() ? "pause" : parts.whyStop(), ailment),
    counters,
    timings: timings(),
    verdict: last,
    endedAt: new Date().toISOString(),
  });
  return { reason, folder: folder.path, counters, samples, seconds: seconds(), verdict: last };
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

const STOPPED = {
  user: "stopped by the user",
  pause: "paused",
  "time-limit": "saved before its time limit,",
} as const;

function ending(
  reason: EndReason,
  step: number,
  why: StopReason | "pause" | undefined,
  ailment: Verdict | undefined,
) {
  switch (reason) {
    case "done":
      return { status: "done", exitReason: `all ${step} generator steps are done` } as const;
    case "stopped":
      return {
        status: "stopped",
        exitReason:
          ailment !== undefined
            ? `stopped after step ${step} for its health: ${ailment.evidence}`
            : `${STOPPED[why ?? "user"]} after step ${step}`,
      } as const;
    case "not-finite":
      return {
        status: "failed",
        exitReason: `a loss, norm or σ was no longer finite at step ${step}`,
      } as const;
  }
}
