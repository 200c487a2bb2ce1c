/** Trains one run of a sweep: what executors start, and what any other scheduler may. */
import { loadConfig } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { isFile } from "../../files/index.ts";
import { runFiles, savedStep } from "../../runs/folder/index.ts";
import { nearest } from "../../suggest.ts";
import { shell } from "../../text.ts";
import { resumeRequest, type TrainingOutcome, type TrainingRequest } from "../../training/index.ts";
import { readMarks, type Sweep, type SweepRun } from "../folder/index.ts";
import { type OwnTask, ownTask, requeue } from "../slurm/index.ts";
import { beginningOf } from "./jobs.ts";

/** How a run of a sweep is trained. */
export interface TaskOptions {
  /** The generator step at which it pauses; default: its end. */
  readonly until?: number | undefined;
  /** Whether it may go on with other data than before; default: these are refused. */
  readonly acceptOtherData?: boolean | undefined;
  /** How often a Slurm job queues itself again before its time limit. */
  readonly requeues: number;
  /**
   * Trains until the run has ended or is to stop.
   *
   * @param hasTimeLimit whether SIGUSR1 warns of a time limit.
   */
  readonly train: (request: TrainingRequest, hasTimeLimit: boolean) => Promise<TrainedPart>;
  /** Called right before the job is queued again, which ends this process. */
  readonly onRequeue: (step: number, task: OwnTask) => void;
}

/** What was trained of a run. */
export interface TrainedPart {
  /** `undefined` when it was stopped before training began. */
  readonly outcome: TrainingOutcome | undefined;
  /** Whether it was stopped since its time limit was near. */
  readonly isWarned: boolean;
}

/** How training a run ended. */
export type TaskResult =
  /** It was cancelled, or is done: there was nothing to train. */
  | { readonly kind: "cancelled" | "done" }
  /** It ended, or was stopped by its user. */
  | { readonly kind: "trained" }
  | { readonly kind: "requeued" }
  /** Its time limit came near, and it is not queued again. */
  | {
      readonly kind: "left";
      /** No step was done; or it was queued again as often as it may be. */
      readonly why: "no-progress" | "too-many-requeues";
      readonly restarts: number;
    };

/**
 * Starts a run or continues it. Near the time limit of a Slurm job it saves, and queues its job again.
 *
 * @throws EvenkeelError `RUN_FOLDER` if another process writes the run, and what training refuses; `SLURM`
 *   if the cluster does not queue the job again.
 */
export async function runTask(
  sweep: Sweep,
  run: SweepRun,
  { until, acceptOtherData, requeues, train, onRequeue }: TaskOptions,
): Promise<TaskResult> {
  if ((await readMarks(sweep)).get(run.name)?.state === "cancelled") return { kind: "cancelled" };
  const task = ownTask();
  // a job that Slurm has queued again has lost its node, or has saved and queued itself
  const takeOver = (task?.restarts ?? 0) > 0;
  const beginning = await beginningOf(sweep, run, until, takeOver);
  if (beginning === "done") return { kind: "done" };
  const folder = sweep.fileOf(run, "folder");
  const before = await savedStep(folder);
  const { workingFolder } = sweep;
  const request: TrainingRequest =
    beginning === "resume"
      ? await resumeRequest(folder, { takeOver, until, acceptOtherData, workingFolder })
      : {
          kind: "train",
          config: await loadConfig(sweep.fileOf(run, "config"), []),
          start: {
            kind: "new",
            out: folder,
            dataOf: await folderWithSameData(sweep, run),
            acceptOtherData,
          },
          workingFolder,
          until,
        };
  const trained = await train(request, task !== undefined);
  if (task === undefined || !isCutShort(trained)) return { kind: "trained" };
  const reached = trained.outcome?.counters.gStep ?? before;
  const { restarts } = task;
  if (reached <= before) return { kind: "left", why: "no-progress", restarts };
  if (restarts >= requeues) return { kind: "left", why: "too-many-requeues", restarts };
  onRequeue(reached, task);
  await requeue(task);
  return { kind: "requeued" };
}

/** The folder of the first run with a record of its data that has the same data in its config. */
async function folderWithSameData(sweep: Sweep, run: SweepRun): Promise<string | undefined> {
  const data = dataOf(run);
  for (const other of sweep.runs) {
    if (other.name === run.name || dataOf(other) !== data) continue;
    const folder = sweep.fileOf(other, "folder");
    if (await isFile(runFiles(folder).dataset)) return folder;
  }
  return undefined;
}

/** What tells the data of a sweep's runs apart. */
function dataOf({ point }: SweepRun): string {
  const keys = Object.keys(point).filter((key) => /^(data|recipe)(\.|$)/.test(key));
  return JSON.stringify(keys.sort().map((key) => [key, point[key]]));
}

const isCutShort = ({ isWarned, outcome }: TrainedPart) =>
  isWarned && (outcome === undefined || outcome.reason === "stopped");

/**
 * The run of a sweep with this name.
 *
 * @throws EvenkeelError `USAGE` if there is none.
 */
export function runNamed({ runs, path }: Sweep, name: string): SweepRun {
  const run = runs.find((one) => one.name === name);
  if (run !== undefined) return run;
  const names = runs.map((one) => one.name);
  const near = nearest(name, names);
  throw new EvenkeelError("USAGE", `sweep run: must be a run of ${path}, got ${name}`, {
    advice: near === undefined ? shell`evenkeel sweep status ${path}` : `Did you mean ${near}?`,
  });
}
