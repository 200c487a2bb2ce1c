/** A training run from its plan to its folder; blocks the thread it runs in. */
import { healthRecordOf, type Verdict } from "../analysis/health/index.ts";
import { readJsonLines, writeFileAtomically } from "../files/index.ts";
import { type EndReason, train } from "../gan/index.ts";
import { dataRecordText } from "../runs/data/index.ts";
import {
  beginAttempt,
  createRunFolder,
  finishAttempt,
  type NewRun,
  type RunFolder,
  refuseIfOccupied,
} from "../runs/folder/index.ts";
import { fixedInputs } from "../runs/trained/index.ts";
import { describeArithmetic } from "../runtime/index.ts";
import { type Beginning, beginning } from "./beginning.ts";
import { type Course, openCourse } from "./course/course.ts";
import { openTrainingEvaluation, type TrainingEvaluation } from "./course/evaluation.ts";
import { type Health, healthSection, openHealth } from "./course/health.ts";
import { actOn } from "./course/health-actions.ts";
import { openRunInstruments, type RunInstruments } from "./course/instruments.ts";
import { progressReporter } from "./course/progress.ts";
import { ending } from "./ending.ts";
import type { Report, TrainingOutcome } from "./messages.ts";
import type { RunPlan } from "./plan/plan.ts";
import { classNamesFor } from "./preparation/class-names.ts";
import { openRunData } from "./preparation/data.ts";
import { prepare } from "./preparation/prepare.ts";
import { noteEngine, type Resumed, resumeRun } from "./resume.ts";
import type { Start } from "./start.ts";
import { firstReason, type Stop } from "./stop.ts";

/** How to observe and stop a run. */
export interface Watching {
  /** Receives the messages, in order. */
  readonly report?: Report;
  /** The caller's reason to stop after the current iteration; default: none. */
  readonly stop?: Stop;
  /** The generator step after which training is saved and stops, to be resumed later; default: the last. */
  readonly until?: number | undefined;
}

/**
 * Trains to the end of the plan's steps, or until it is stopped, and maintains the run folder.
 *
 * A failure after the folder was created is written to `run.json` before it is thrown. The caller must renew
 * the run's heartbeat, from which other machines know that it is alive, as `startTraining` does when it
 * receives the folder.
 *
 * @throws EvenkeelError if the plan, the data, the device, a checkpoint or the disk is not usable.
 */
export async function runTraining(
  plan: RunPlan,
  start: Start,
  { report = () => {}, stop = () => undefined, until = plan.settings.steps }: Watching = {},
): Promise<TrainingOutcome> {
  const note = (text: string) => report({ type: "note", text });
  // Refuse what is already known to be wrong before reading the data.
  if (start.kind === "new" && start.out !== undefined) await refuseIfOccupied(start.out);
  const resumed: Partial<Resumed> =
    start.kind === "resume" ? await resumeRun(start.folder, plan, note, start.takeOver) : {};
  const { checkpoint } = resumed;
  const begun = checkpoint === undefined ? await beginning(plan, report) : undefined;
  const known = await openRunData(plan.data, start, checkpoint?.counters.gStep ?? 0, note);
  const prepared = await prepare(plan, report, stop, {
    resumed: start.kind === "resume",
    known,
    threads: resumed.run?.info().threads,
  });
  const { runtime } = prepared;
  if (checkpoint) noteEngine(checkpoint, await describeArithmetic(runtime.engine), note);
  const evaluation = await openTrainingEvaluation(plan, prepared.dataset, report, stop);
  const spent = checkpoint === undefined ? 0 : resumed.run?.info().timings.instruments;
  const instruments = await openRunInstruments(plan, prepared, spent ?? 0);
  const classes = classNamesFor(plan, prepared.dataset, resumed.run?.info().classes);
  const folder = await openFolder(plan, start, resumed.run, {
    device: runtime.engine.device,
    threads: runtime.engine.sessionOptions.intraOpNumThreads,
    dataset: dataRecordText(known.record(prepared.dataset)),
    classes,
    begun,
  });
  report({ type: "folder", path: folder.path, attempt: folder.info().attempt });
  try {
    report({ type: "phase", text: "compiling the two steps" });
    const health = openHealth(
      plan.settings,
      plan.model,
      healthSection(checkpoint?.sections.health),
      checkpoint ? await readJsonLines(folder.files.metrics) : [],
    );
    const course = await openCourse({
      plan,
      prepared,
      folder,
      health,
      from: checkpoint,
      initial: begun?.tensors,
    });
    try {
      if (checkpoint) await evaluation?.catchUp(course);
      const watching = { report, stop, until };
      return await follow(course, { plan, health, evaluation, instruments, watching });
    } finally {
      course.close();
    }
  } catch (error) {
    const exitReason = error instanceof Error ? error.message : String(error);
    // Report the first failure; a full disk may refuse this note as well.
    await folder
      .update({ status: "failed", exitReason, endedAt: new Date().toISOString() })
      .catch(() => undefined);
    throw error;
  } finally {
    await evaluation?.release();
    await runtime.release();
    // A disk failure here was already reported above; the heartbeat then expires.
    await finishAttempt(folder).catch(() => undefined);
  }
}

/** The parts that observe a run while it trains. */
interface Watchers {
  readonly plan: RunPlan;
  readonly health: Health;
  readonly evaluation: TrainingEvaluation | undefined;
  readonly instruments: RunInstruments | undefined;
  readonly watching: { readonly report: Report; readonly stop: Stop; readonly until: number };
}

/** Runs the training loop, and writes and reports its events. */
async function follow(
  course: Course,
  { plan, health, evaluation, instruments, watching }: Watchers,
): Promise<TrainingOutcome> {
  const { settings } = plan;
  const { report, until } = watching;
  const { folder, trainer, seconds } = course;
  const progress = progressReporter(plan, course, report);
  const verdict = () => (instruments === undefined ? null : health.verdict());
  const timings = () => ({
    training: seconds(),
    ...(instruments && { instruments: instruments.seconds() }),
  });
  let ailment: Verdict | undefined;
  const stop = firstReason(
    () => (ailment === undefined ? undefined : "health"),
    watching.stop,
    () => (trainer.counters().gStep >= until ? "pause" : undefined),
  );
  const state = () => ({ counters: trainer.counters(), timings: timings() });
  let samples: string | null = null;
  let reason: EndReason = "done";
  report({ type: "phase", text: "training" });
  for await (const event of train(trainer, {
    ...settings,
    ...fixedInputs(settings, trainer.model),
    evaluateEvery: settings.evaluate.every,
    instrumentsEvery: settings.instruments.every,
    shouldStop: () => stop() !== undefined,
  })) {
    const { counters } = event;
    const isLast = counters.gStep >= settings.steps;
    switch (event.type) {
      case "step":
        progress({ ...event.measures, ...evaluation?.latest() }, verdict());
        break;
      case "log": {
        const columns = event.instruments ? await instruments?.measure(trainer) : undefined;
        const measures = { ...event.measures, ...columns };
        course.log(measures);
        const record = healthRecordOf({ ...counters, ...measures });
        const action = record && health.note(record);
        if (action === undefined || isLast) break;
        const found = health.verdict();
        const note = (text: string) => report({ type: "note", text });
        if (await actOn(course, health, action, settings.health, note)) ailment = found;
        break;
      }
      case "sample":
        samples = await course.samples(event.images);
        report({ type: "saved", what: "samples", path: samples });
        break;
      case "checkpoint": {
        const path = await course.checkpoint(event.snapshot);
        await folder.update({ ...state(), verdict: verdict() });
        report({ type: "saved", what: "checkpoint", path });
        if (isLast || stop() !== undefined) await course.generator(event.snapshot);
        break;
      }
      case "evaluate":
        await evaluation?.evaluate(course);
        break;
      case "end":
        reason = event.reason;
        break;
    }
  }
  const { counters } = state();
  const end = ending(reason, counters.gStep, stop(), ailment ?? verdict());
  await folder.update({ ...state(), ...end, endedAt: new Date().toISOString() });
  return {
    ...{ reason, folder: folder.path, counters, samples },
    ...{ seconds: seconds(), verdict: end.verdict },
  };
}

async function openFolder(
  plan: RunPlan,
  start: Start,
  earlier: RunFolder | undefined,
  {
    device,
    threads,
    dataset,
    classes,
    begun,
  }: Required<Pick<NewRun, "device" | "dataset">> &
    Pick<NewRun, "classes" | "threads"> & { readonly begun: Beginning | undefined },
): Promise<RunFolder> {
  const { settings } = plan;
  const configText = begun?.configText ?? plan.configText;
  if (earlier !== undefined) {
    await beginAttempt(earlier, device, start.kind === "resume" && start.takeOver);
    await earlier.update({ threads, ...(classes !== undefined && { classes: [...classes] }) });
    await writeFileAtomically(earlier.files.dataset, dataset, earlier.refuseIfSuperseded);
    await writeFileAtomically(earlier.files.config, configText, earlier.refuseIfSuperseded);
    return earlier;
  }
  return createRunFolder({
    name: settings.name,
    config: configText,
    dataset,
    device,
    threads,
    classes,
    seed: settings.seed,
    from: begun?.record,
    ...(start.kind === "new" && start.out !== undefined && { out: start.out }),
  });
}
