/** A run seen from its folder, while another process trains it. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readYaml } from "../../config/index.ts";
import { type EvaluationRecord, readEvaluations } from "../../evaluation/results/index.ts";
import { isCode, onDisk, readTextIfPresent } from "../../files/index.ts";
import {
  type LiveAttempt,
  lastRecords,
  liveAttempt,
  openRunFolder,
  type RunInfo,
  type StepRecord,
} from "../../runs/folder/index.ts";
import { openSingleRun } from "../../runs/trained/index.ts";
import type { Progress } from "../messages.ts";

/** Seconds of training over which the speed is measured, if there are two records in them. */
const WINDOW = 30;

/** The state of a run. */
export interface RunView {
  readonly path: string;
  readonly info: RunInfo;
  /** Generator steps of the whole run; `null` if the config does not say. */
  readonly steps: number | null;
  /** The process that trains it; `undefined` if there is none that lives. */
  readonly live: LiveAttempt | undefined;
  /** The newest record with its speed; the verdict is that of the last checkpoint. */
  readonly progress: Progress;
  /** The results of the newest evaluation, all of one generator step. */
  readonly evaluations: readonly EvaluationRecord[];
  /** The newest file of `samples/`, and its generator step; `null` if there is none. */
  readonly sample: { readonly path: string; readonly gStep: number } | null;
}

/**
 * Reads the state of a run. Only reads: the run goes on.
 *
 * @throws EvenkeelError `RUN_FOLDER` for a folder that is no run's, or is that of an experiment; `DATA` for a damaged
 *   file of evaluations.
 */
export async function viewRun(folder: string): Promise<RunView> {
  const { path, files } = await openSingleRun(folder);
  const steps = stepsOf(readYaml((await readTextIfPresent(files.config)) ?? "").value);
  const records = await lastRecords(files.metrics);
  const evaluations = await readEvaluations(files.evaluations);
  const newest = evaluations.at(-1);
  const live = await liveAttempt(path);
  // after the rest: what it says of the end is then true of the rest
  const info = (await openRunFolder(path)).info();
  return {
    path,
    info,
    steps,
    live,
    progress: progressOf(info, records, steps),
    evaluations: evaluations.filter(({ gStep }) => gStep === newest?.gStep),
    sample: await newestSample(files.samples),
  };
}

/**
 * The state of a run by its last records.
 *
 * @param records the last ones, those of one generator step as one, in their order.
 * @param steps generator steps of the whole run; `null` if the config does not say.
 */
export function progressOf(
  { counters, verdict = null }: RunInfo,
  records: readonly StepRecord[],
  steps: number | null,
): Progress {
  const last = records.at(-1);
  const measures = Object.fromEntries(
    Object.entries(last ?? {}).filter((entry): entry is [string, number] => {
      return typeof entry[1] === "number";
    }),
  );
  const { gStep = counters.gStep, dStep = counters.dStep, images = counters.images } = measures;
  const speed = speedOf(records);
  return {
    counters: { gStep, dStep, images },
    measures,
    imagesPerSecond: speed === null ? null : speed.images,
    secondsLeft: speed === null || steps === null ? null : Math.max(0, steps - gStep) / speed.steps,
    verdict,
  };
}

/** Images and generator steps per second of training; `null` if unknown. */
function speedOf(records: readonly StepRecord[]): { images: number; steps: number } | null {
  const timed = records.flatMap(({ gStep, images, time }) =>
    typeof images === "number" && typeof time === "number" ? [{ gStep, images, time }] : [],
  );
  const last = timed.at(-1);
  if (last === undefined) return null;
  const start = { gStep: 0, images: 0, time: 0 };
  const before = timed.slice(0, -1);
  const from = before.find(({ time }) => last.time - time <= WINDOW) ?? before.at(-1) ?? start;
  const seconds = last.time - from.time;
  if (!(seconds > 0) || last.gStep <= from.gStep) return null;
  return {
    images: (last.images - from.images) / seconds,
    steps: (last.gStep - from.gStep) / seconds,
  };
}

/** The number of steps that a config says, be the networks from it or from a program; `null` if it says none. */
export function stepsOf(config: unknown): number | null {
  const { steps, settings } = Object(config) as Record<string, unknown>;
  const found = steps ?? (Object(settings) as Record<string, unknown>).steps;
  return typeof found === "number" ? found : null;
}

/** The files of `samples/` with their generator steps, ascending. */
export async function sampleFiles(
  folder: string,
): Promise<readonly { readonly name: string; readonly gStep: number }[]> {
  const names = await onDisk("read", folder, async () => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (isCode(error, "ENOENT")) return [];
      throw error;
    }
  });
  return names
    .filter((name) => /^\d+\.png$/.test(name))
    .map((name) => ({ name, gStep: Number.parseInt(name, 10) }))
    .sort((a, b) => a.gStep - b.gStep);
}

async function newestSample(folder: string): Promise<RunView["sample"]> {
  const newest = (await sampleFiles(folder)).at(-1);
  return newest === undefined ? null : { path: join(folder, newest.name), gStep: newest.gStep };
}
