/** Trains an experiment: one seed after the other, then summarizes them. */
import type { Config } from "../config/index.ts";
import { isFile } from "../files/index.ts";
import { workingFolderOf } from "../runs/data/index.ts";
import {
  changedExperimentConfig,
  createExperiment,
  discardExperiment,
  type Experiment,
  experimentConfig,
  type Summary,
  seedState,
  summarize,
  writeExperimentConfig,
} from "../runs/experiments/index.ts";
import { asAttempt, clearUnstarted, runFiles } from "../runs/folder/index.ts";
import type { TrainingRequest } from "./messages.ts";
import type { Start } from "./start.ts";
import { startTraining } from "./thread.ts";

/** The seed to train next. */
export interface SeedTurn {
  readonly seed: number;
  /** Its index among the seeds, from 0. */
  readonly index: number;
  /** Whether its run is complete. */
  readonly isDone: boolean;
  /** Whether no run of the experiment has started in this process yet. */
  readonly isFirst: boolean;
}

/** Trains the runs of an experiment and receives its events. */
export interface ExperimentCallbacks {
  /** Called once, before training starts. */
  readonly onExperiment?: (experiment: Experiment) => void;
  readonly onSeed?: (turn: SeedTurn) => void;
  /**
   * Trains a run; calls `onBegun` once the run has its folder. Resolves to `stopped` if the whole experiment
   * must stop. Default: {@link startTraining}, which never stops it.
   */
  readonly train?: (
    request: TrainingRequest,
    turn: SeedTurn,
    onBegun: () => void,
  ) => Promise<"ended" | "stopped">;
}

/** The outcome of training an experiment. */
export interface ExperimentOutcome {
  readonly experiment: Experiment;
  readonly config: Config;
  /** The bands over the seeds; `undefined` if training was stopped. */
  readonly summary: Summary | undefined;
  /** Whether a run of the experiment started; if not, nothing was kept. */
  readonly begun: boolean;
}

/**
 * Creates an experiment of `count` seeds and trains it.
 *
 * @param out its folder; default: the next number in `runs`.
 * @throws EvenkeelError as `createExperiment` and training do; nothing is kept if the first run is refused.
 */
export async function trainExperiment(
  config: Config,
  count: number,
  out: string | undefined,
  callbacks: ExperimentCallbacks = {},
): Promise<ExperimentOutcome> {
  const experiment = await createExperiment(config, count, out);
  return asAttempt(experiment.path, false, (allow) => {
    const undo = () => discardExperiment(experiment);
    return trainAll(experiment, config, { allow, undo, callbacks });
  });
}

/** How to resume an experiment. */
export interface ResumedExperiment {
  /** Options `path=value` that change the config of all runs. */
  readonly set?: readonly string[];
  /** Whether to take runs from a process on another machine that looks alive; default false. */
  readonly takeOver?: boolean;
  /** Whether to train on other data than before; default: they are refused. */
  readonly acceptOtherData?: boolean;
}

/**
 * Resumes an experiment; completed seeds do not change.
 *
 * @throws EvenkeelError as `changedExperimentConfig` and training do; the config is restored if the first
 *   run is refused.
 */
export async function resumeExperiment(
  experiment: Experiment,
  { set = [], takeOver = false, acceptOtherData = false }: ResumedExperiment = {},
  callbacks: ExperimentCallbacks = {},
): Promise<ExperimentOutcome> {
  return asAttempt(experiment.path, takeOver, async (allow) => {
    const before = await experimentConfig(experiment);
    const config = await changedExperimentConfig(experiment, set);
    await writeExperimentConfig(experiment, config);
    const undo = () => writeExperimentConfig(experiment, before);
    return trainAll(experiment, config, { allow, undo, takeOver, acceptOtherData, callbacks });
  });
}

/** How to train the seeds of an experiment. */
interface TrainingOfAll extends Pick<ResumedExperiment, "takeOver" | "acceptOtherData"> {
  /** Throws once another process has taken over the experiment. */
  readonly allow: () => void;
  /** Reverts what was written, if the first run is refused or stopped before it starts. */
  readonly undo: () => Promise<void>;
  readonly callbacks: ExperimentCallbacks;
}

async function trainAll(
  experiment: Experiment,
  config: Config,
  { allow, undo, callbacks, ...how }: TrainingOfAll,
): Promise<ExperimentOutcome> {
  const { onExperiment, onSeed, train = trainHere } = callbacks;
  onExperiment?.(experiment);
  let begun = false;
  const onBegun = () => {
    begun = true;
  };
  for (const [index, seed] of experiment.seeds.entries()) {
    allow();
    try {
      const request = await requestFor(experiment, config, seed, how);
      const turn = { seed, index, isDone: request === undefined, isFirst: !begun };
      onSeed?.(turn);
      if (request === undefined) continue;
      if ((await train(request, turn, onBegun)) === "stopped") {
        if (!begun) await undo();
        return { experiment, config, summary: undefined, begun };
      }
    } catch (error) {
      if (!begun) await undo();
      throw error;
    }
  }
  allow();
  return { experiment, config, summary: await summarize(experiment, config.steps), begun };
}

async function trainHere(request: TrainingRequest, _turn: SeedTurn, onBegun: () => void) {
  await startTraining(request, ({ type }) => {
    if (type === "folder") onBegun();
  }).finished;
  return "ended" as const;
}

/** The request for the rest of a seed's training; `undefined` if it is complete. */
async function requestFor(
  experiment: Experiment,
  shared: Config,
  seed: number,
  { takeOver, acceptOtherData }: Pick<ResumedExperiment, "takeOver" | "acceptOtherData">,
): Promise<TrainingRequest | undefined> {
  const { status } = await seedState(experiment, seed, shared.steps);
  if (status === "done") return undefined;
  const config = { ...shared, seed };
  const folder = experiment.folderOf(seed);
  if (status === "begun") {
    const start: Start = { kind: "resume", folder, takeOver, acceptOtherData };
    const from = (await workingFolderOf(folder)) ?? experiment.workingFolder;
    return { kind: "train", config, start, workingFolder: from };
  }
  await clearUnstarted(folder);
  const dataOf = await firstWithData(experiment);
  const start: Start = { kind: "new", out: folder, dataOf, acceptOtherData };
  return { kind: "train", config, start, workingFolder: experiment.workingFolder };
}

/** The folder of the first run with a record of its data, which all runs share. */
async function firstWithData({ seeds, folderOf }: Experiment): Promise<string | undefined> {
  for (const folder of seeds.map(folderOf))
    if (await isFile(runFiles(folder).dataset)) return folder;
  return undefined;
}
