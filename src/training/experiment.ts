/** Trains an experiment: its seeds, one after the other, and then their bands. */
import type { Config } from "../config/index.ts";
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
import { asAttempt, clearUnstarted } from "../runs/folder/index.ts";
import type { TrainingRequest } from "./messages.ts";
import { startTraining } from "./thread.ts";

/** A seed whose turn it is. */
export interface SeedTurn {
  readonly seed: number;
  /** Its place among the seeds, from 0. */
  readonly index: number;
  /** Whether nothing is left to train. */
  readonly isDone: boolean;
  /** Whether no run of the experiment has begun in this process yet. */
  readonly isFirst: boolean;
}

/** What trains the runs of an experiment, and is told of them. */
export interface ExperimentCallbacks {
  /** Told once, before anything is trained. */
  readonly onExperiment?: (experiment: Experiment) => void;
  readonly onSeed?: (turn: SeedTurn) => void;
  /**
   * Trains a run; calls `onBegun` once it has its folder. Resolves to `stopped` when the experiment is to
   * stop too. Default: {@link startTraining}, never stopped.
   */
  readonly train?: (
    request: TrainingRequest,
    turn: SeedTurn,
    onBegun: () => void,
  ) => Promise<"ended" | "stopped">;
}

/** How training an experiment ended. */
export interface ExperimentOutcome {
  readonly experiment: Experiment;
  readonly config: Config;
  /** The bands of the seeds; `undefined` when training was stopped. */
  readonly summary: Summary | undefined;
  /** Whether a run of the experiment began; if none did, nothing of it was kept. */
  readonly begun: boolean;
}

/**
 * Creates an experiment of `count` seeds and trains it.
 *
 * @param out its folder; default the next number below `runs`.
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
    return trainAll(experiment, config, { allow, undo, takeOver: false, callbacks });
  });
}

/** How an experiment goes on. */
export interface ResumedExperiment {
  /** Options `path=value` that change the config of all runs. */
  readonly set?: readonly string[];
  /** Whether runs are taken from another machine's process that looks alive; default false. */
  readonly takeOver?: boolean;
}

/**
 * Goes on with an experiment; seeds that are done stay as they are.
 *
 * @throws EvenkeelError as `changedExperimentConfig` and training do; the config stays as it was if the
 *   first run is refused.
 */
export async function resumeExperiment(
  experiment: Experiment,
  { set = [], takeOver = false }: ResumedExperiment = {},
  callbacks: ExperimentCallbacks = {},
): Promise<ExperimentOutcome> {
  return asAttempt(experiment.path, takeOver, async (allow) => {
    const before = await experimentConfig(experiment);
    const config = await changedExperimentConfig(experiment, set);
    await writeExperimentConfig(experiment, config);
    const undo = () => writeExperimentConfig(experiment, before);
    return trainAll(experiment, config, { allow, undo, takeOver, callbacks });
  });
}

/** How the seeds of an experiment are trained. */
interface TrainingOfAll {
  /** Throws once another process has gone on with the experiment. */
  readonly allow: () => void;
  /** Takes back what was written, when the first run is refused or stopped before it has begun. */
  readonly undo: () => Promise<void>;
  readonly takeOver: boolean;
  readonly callbacks: ExperimentCallbacks;
}

async function trainAll(
  experiment: Experiment,
  config: Config,
  { allow, undo, takeOver, callbacks }: TrainingOfAll,
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
      const request = await requestFor(experiment, config, seed, takeOver);
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

/** The request for what is left of a seed; `undefined` when it is done. */
async function requestFor(
  experiment: Experiment,
  shared: Config,
  seed: number,
  takeOver: boolean,
): Promise<TrainingRequest | undefined> {
  const { status } = await seedState(experiment, seed, shared.steps);
  if (status === "done") return undefined;
  const config = { ...shared, seed };
  const folder = experiment.folderOf(seed);
  if (status === "begun") {
    return { kind: "train", config, start: { kind: "resume", folder, takeOver } };
  }
  await clearUnstarted(folder);
  return { kind: "train", config, start: { kind: "new", out: folder } };
}
