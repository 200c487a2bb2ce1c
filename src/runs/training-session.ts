/** A training run from its config to its folder; blocks the thread it runs in. */

import type { BatchSourceState } from "../data/index.ts";
import { EvenkeelError } from "../errors.ts";
import { createTrainer, type EndReason, type Snapshot, train } from "../gan/index.ts";
import { randomStream } from "../random.ts";
import { expectedArchitecture } from "./assemble.ts";
import { type Checkpoint, newestSoundCheckpoint } from "./checkpoints.ts";
import type { Config } from "./config/schema.ts";
import { writeFileAtomically } from "./files.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { openRecorder } from "./recorder.ts";
import {
  beginAttempt,
  createRunFolder,
  openRunFolder,
  type RunFolder,
  refuseIfRunning,
} from "./run-folder.ts";
import { speedometer } from "./speedometer.ts";
import type { TrainingMessage, TrainingOutcome, TrainingRequest } from "./training-messages.ts";

type Report = (message: TrainingMessage) => void;
/** Seconds between two progress messages, at least; the last step always gets one. */
const REPORT_EVERY = 0.1;

type Request = Exclude<TrainingRequest, { readonly kind: "dry-run" }>;
type ResumeRequest = Extract<TrainingRequest, { readonly kind: "resume" }>;

/**
 * Trains to the end of the config's steps, or until `shouldStop`, and keeps the run folder.
 *
 * A failure after the folder was made is written to `run.json` before it is thrown.
 *
 * @throws EvenkeelError for whatever the config, the data, the device, a checkpoint or the disk refuse.
 */
export async function runTraining(
  request: Request,
  report: Report,
  shouldStop: () => boolean,
): Promise<TrainingOutcome> {
  const { config } = request;
  const earlier = request.kind === "resume" ? await openEarlier(request) : undefined;
  const prepared = await prepare(config, report);
  const { model, runtime } = prepared;
  const architecture = expectedArchitecture(config, model);
  const checkpoint =
    earlier && (await findCheckpoint(earlier, prepared, architecture, config, report));
  const batches = prepared.batches(checkpoint?.shuffle as BatchSourceState | undefined);
  const folder = await openFolder(request, earlier, runtime.engine.device);
  report({ type: "folder", path: folder.path });
  try {
    report({ type: "phase", text: "compiling the two steps" });
    const trainer = await createTrainer({
      runtime,
      model,
      batches,
      seed: config.seed,
      nDis: config.nDis,
      ...(checkpoint && { from: toSnapshot(checkpoint) }),
    });
    const recorder = await openRecorder(
      folder,
      config,
      model,
      architecture.fingerprint,
      runtime.engine.description,
      checkpoint?.counters.gStep,
    );
    const before = checkpoint ? (folder.info().timings.training ?? 0) : 0;
    const start = performance.now();
    const seconds = () => before + (performance.now() - start) / 1000;
    const speed = speedometer();
    let lastReport = Number.NEGATIVE_INFINITY;
    let samples: string | null = null;
    let reason: EndReason = "done";
    report({ type: "phase", text: "training" });

    const { rows, columns } = config.samples;
    const sampleNoise = randomStream(config.seed, "samples").fillNormal(
      new Float32Array(rows * columns * config.model.latentSize),
    );
    try {
      for await (const event of train(trainer, { ...config, sampleNoise, shouldStop })) {
        const { counters } = event;
        switch (event.type) {
          case "step": {
            const now = seconds();
            speed.note(counters.images, now);
            if (now - lastReport < REPORT_EVERY && counters.gStep < config.steps) break;
            lastReport = now;
            const { measures } = event;
            const left = forecast(config, counters.gStep, speed.speed());
            report({ type: "progress", counters, measures, ...left });
            break;
          }
          case "log":
            recorder.log(counters, event.measures, seconds());
            break;
          case "sample":
            samples = await recorder.samples(counters, event.images);
            report({ type: "saved", what: "samples", path: samples });
            break;
          case "checkpoint": {
            const path = await recorder.checkpoint(event.snapshot, { ...batches.state() } as never);
            await folder.update({ counters, timings: { training: seconds() } });
            report({ type: "saved", what: "checkpoint", path });
            if (counters.gStep >= config.steps || shouldStop()) {
              await recorder.generator(event.snapshot);
            }
            break;
          }
          case "end":
            reason = event.reason;
            break;
        }
      }
    } finally {
      recorder.close();
    }
    const counters = trainer.counters();
    await folder.update({
      ...ending(reason, counters.gStep),
      counters,
      timings: { training: seconds() },
      endedAt: new Date().toISOString(),
    });
    return { reason, folder: folder.path, counters, samples, seconds: seconds() };
  } catch (error) {
    const exitReason = error instanceof Error ? error.message : String(error);
    // the first failure is the one to tell; a full disk may refuse this note as well
    await folder
      .update({ status: "failed", exitReason, endedAt: new Date().toISOString() })
      .catch(() => undefined);
    throw error;
  } finally {
    await runtime.release();
  }
}

async function openEarlier({ folder, config }: ResumeRequest): Promise<RunFolder> {
  const run = await openRunFolder(folder);
  refuseIfRunning(run);
  const { seed } = run.info();
  if (config.seed === seed) return run;
  throw new EvenkeelError(
    "CONFIG",
    `seed: must stay ${seed}, which the run began with, got ${config.seed}`,
    { advice: "Leave the seed out, or begin a new run." },
  );
}

async function findCheckpoint(
  run: RunFolder,
  { runtime }: Prepared,
  architecture: ReturnType<typeof expectedArchitecture>,
  config: Config,
  report: Report,
): Promise<Checkpoint | undefined> {
  const { checkpoint, damaged } = await newestSoundCheckpoint(run.files.checkpoints, architecture);
  for (const { path, why } of damaged) {
    report({ type: "note", text: `skipped a damaged checkpoint, ${path}: ${why}` });
  }
  if (checkpoint === null) {
    report({ type: "note", text: "the run has no checkpoint yet: it begins anew" });
    return undefined;
  }
  const { gStep } = checkpoint.counters;
  if (gStep >= config.steps) {
    throw new EvenkeelError(
      "USAGE",
      `${run.path}: the run is complete, at step ${gStep} of ${config.steps}`,
      {
        advice: `To train longer: evenkeel train --resume ${run.path} --set steps=${2 * gStep}`,
      },
    );
  }
  report({ type: "note", text: `goes on from ${checkpoint.path}` });
  const [before, now] = [checkpoint.sections.engine, runtime.engine.description];
  if (before !== undefined && before !== now) {
    const text = `it was made with ${before}: with ${now} the last digits of the numbers may differ`;
    report({ type: "note", text });
  }
  return checkpoint;
}

async function openFolder(
  request: Request,
  earlier: RunFolder | undefined,
  device: string,
): Promise<RunFolder> {
  const { config, configText } = request;
  if (earlier !== undefined) {
    await beginAttempt(earlier, device);
    await writeFileAtomically(earlier.files.config, configText);
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

function toSnapshot({ counters, streams, tensors }: Checkpoint): Snapshot {
  return {
    counters,
    noise: streams.noise!,
    tensors: Object.fromEntries(
      [...tensors].map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]),
    ),
  };
}

function forecast({ steps, nDis, batchSize }: Config, gStep: number, speed: number | null) {
  const left = (steps - gStep) * nDis * batchSize;
  return { imagesPerSecond: speed, secondsLeft: speed === null ? null : left / speed };
}

function ending(reason: EndReason, step: number) {
  switch (reason) {
    case "done":
      return { status: "done", exitReason: `all ${step} generator steps are done` } as const;
    case "stopped":
      return { status: "stopped", exitReason: `stopped by the user after step ${step}` } as const;
    case "not-finite":
      return {
        status: "failed",
        exitReason: `a loss, norm or σ was no longer finite at step ${step}`,
      } as const;
  }
}
