/** Trains and measures a zero-shot model, once for each seed. */
import { refusal } from "../errors.ts";
import { createRuntime, type Engine } from "../runtime/index.ts";
import { classParts, type ZeroShotData } from "./data/data.ts";
import { heldOutClasses } from "./data/held-out.ts";
import type { ZeroShotSource } from "./data/source.ts";
import { type Accuracies, accuraciesOf, type Contest, contestsOf } from "./measures/accuracy.ts";
import { areaUnder, bestPoint, seenUnseenCurve } from "./measures/curve.ts";
import { type MeanInterval, meanInterval } from "./measures/interval.ts";
import { type IrregularityCourse, irregularityCourse } from "./model/irregularity.ts";
import type { ZeroShotModel } from "./model/model.ts";
import {
  scoreZeroShot,
  trainZeroShot,
  type ZeroShotState,
  type ZeroShotTraining,
} from "./model/train.ts";

/** What decides the results of an experiment, with its source; plain data. */
export interface ZeroShotSettings {
  readonly model: ZeroShotModel;
  readonly training: ZeroShotTraining;
  /** Multiplies the logits of seen classes at the test. */
  readonly seenFactor: number;
  /**
   * Subtracted from the logits of seen classes at the test; `auto`: the bias with the best harmonic mean of another
   * training, from which some of the seen classes are held out.
   */
  readonly seenBias: number | "auto";
  readonly seeds: readonly number[];
  /** Whether the irregularity of the loss is measured, before and after training. */
  readonly irregularity?: true | undefined;
}

/** What a seed gives. */
export interface ZeroShotResult extends Accuracies {
  readonly seed: number;
  /** The bias that was subtracted from the logits of seen classes. */
  readonly seenBias: number;
  /** Area under the seen-unseen curve, 0 … 1. */
  readonly area: number;
  /** The mean loss of the last epoch. */
  readonly loss: number;
  readonly seenClasses: number;
  readonly unseenClasses: number;
  /** Around the weights before and after training, if it is measured. */
  readonly irregularity?: IrregularityCourse;
}

/** The measures of a result that are averaged over seeds. */
export const zeroShotMeasures = ["seen", "unseen", "harmonic", "zeroShot", "area"] as const;

/** A {@link zeroShotMeasures}. */
export type ZeroShotMeasure = (typeof zeroShotMeasures)[number];

/** What a training is for: to choose the bias, or to be measured. */
type Purpose = "calibration" | "test";

/** An experiment between two epochs: it goes on from there as if it had not been interrupted. */
export interface ExperimentState {
  /** Of the seeds that are done. */
  readonly results: readonly ZeroShotResult[];
  /** The training of the next seed. */
  readonly purpose: Purpose;
  /** The bias that has been chosen for it; `null` before. */
  readonly bias: number | null;
  readonly state: ZeroShotState;
}

/** How far an experiment is. */
export interface ExperimentProgress {
  readonly seed: number;
  readonly purpose: Purpose;
  readonly epoch: number;
  /** The mean loss of the epoch. */
  readonly loss: number;
}

/** Options of {@link runZeroShot}. */
export interface ExperimentOptions {
  readonly engine: Engine;
  readonly from?: ExperimentState | undefined;
  readonly onProgress?: (progress: ExperimentProgress) => void;
  /** Called while the irregularity of the loss is measured, with the steps that are done, and all. */
  readonly onIrregularity?: ((seed: number, done: number, total: number) => void) | undefined;
  /** Called after each epoch; `state` reads what the experiment could go on from. */
  readonly keep?: (state: () => Promise<ExperimentState>) => Promise<void>;
  /** Once it is aborted, the experiment ends after the epoch, when `keep` is done. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains a model for each seed and measures it on the test examples of seen and unseen classes.
 *
 * @returns the results by seed; `undefined` if it was aborted.
 * @throws EvenkeelError as `trainZeroShot` does; `CONFIG` for `auto` with fewer than three seen classes.
 */
export async function runZeroShot(
  source: ZeroShotSource,
  settings: ZeroShotSettings,
  options: ExperimentOptions,
): Promise<readonly ZeroShotResult[] | undefined> {
  const results = [...(options.from?.results ?? [])];
  for (const seed of settings.seeds.slice(results.length)) {
    const from = options.from?.results.length === results.length ? options.from : undefined;
    const before = { ...options, from, results: [...results] };
    const result = await runSeed(source.of(seed), seed, settings, before);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}

/** The means over seeds. */
export function summaryOf(
  results: readonly ZeroShotResult[],
): Readonly<Record<ZeroShotMeasure, MeanInterval>> {
  const means = zeroShotMeasures.map(
    (name) => [name, meanInterval(results.map((result) => result[name]))] as const,
  );
  return Object.fromEntries(means) as Record<ZeroShotMeasure, MeanInterval>;
}

interface SeedOptions extends ExperimentOptions {
  /** Of the seeds before. */
  readonly results: readonly ZeroShotResult[];
}

async function runSeed(
  data: ZeroShotData,
  seed: number,
  settings: ZeroShotSettings,
  { from, ...options }: SeedOptions,
): Promise<ZeroShotResult | undefined> {
  const { seenBias } = settings;
  let bias = seenBias === "auto" ? (from?.bias ?? null) : seenBias;
  if (bias === null) {
    const calibration = { seed, purpose: "calibration", bias, from: from?.state } as const;
    const tested = await trainAndTest(heldOut(data, seed), settings, calibration, options);
    if (tested === undefined) return undefined;
    const best = bestPoint(seenUnseenCurve(tested.contests, tested.groups));
    // infinite where nothing is told correctly
    bias = Number.isFinite(best.bias) ? best.bias : 0;
  }
  const state = from?.purpose === "test" ? from.state : undefined;
  const test = { seed, purpose: "test", bias, from: state } as const;
  const tested = await trainAndTest(data, settings, test, options);
  if (tested === undefined) return undefined;
  const { contests, groups, loss, measured } = tested;
  return {
    seed,
    ...accuraciesOf(contests, groups, bias),
    area: areaUnder(seenUnseenCurve(contests, groups)),
    ...{ seenBias: bias, loss },
    ...{ seenClasses: groups.seen.length, unseenClasses: groups.unseen.length },
    ...measured,
  };
}

function heldOut(data: ZeroShotData, seed: number): ZeroShotData {
  const { length: got } = classParts(data).seen;
  if (got < 3) {
    throw refusal("CONFIG", {
      where: "seenBias",
      rule: "must be a number where there are fewer than 3 seen classes, as auto holds some of them out",
      got,
    });
  }
  const held = heldOutClasses(data, seed);
  if (held.testSeen.length > 0) return held;
  throw refusal("CONFIG", {
    where: "seenBias",
    rule: "must be a number where no seen class has 2 training examples, as auto holds some of them out",
    got: "auto",
    advice: "Take more drawings (--drawings), or a number as the bias.",
  });
}

interface Lesson {
  readonly seed: number;
  readonly purpose: Purpose;
  readonly bias: number | null;
  readonly from: ZeroShotState | undefined;
}

interface Tested {
  readonly contests: readonly Contest[];
  readonly groups: ReturnType<typeof classParts>;
  readonly loss: number;
  readonly measured: Pick<ZeroShotResult, "irregularity"> | undefined;
}

/** Ends a training that was aborted. */
class Stopped extends Error {}

async function trainAndTest(
  data: ZeroShotData,
  { model, training, seenFactor, irregularity }: ZeroShotSettings,
  { seed, purpose, bias, from }: Lesson,
  { engine, results, onProgress, onIrregularity, keep, signal }: SeedOptions,
): Promise<Tested | undefined> {
  const runtime = createRuntime(engine);
  let last = from?.loss ?? Number.NaN;
  try {
    await trainZeroShot(data, {
      ...{ runtime, model, training, seed, from },
      async onEpoch(state, read) {
        last = state.loss;
        onProgress?.({ seed, purpose, ...state });
        await keep?.(async () => ({ results, purpose, bias, state: await read() }));
        if (signal?.aborted) throw new Stopped();
      },
    });
    const places = [...data.testSeen, ...data.testUnseen];
    const logits = await scoreZeroShot(data, { runtime, model }, places);
    const measured =
      irregularity === true && purpose === "test"
        ? {
            irregularity: await irregularityCourse(data, { runtime, model, seed }, (done, total) =>
              onIrregularity?.(seed, done, total),
            ),
          }
        : undefined;
    const labels = places.map((place) => data.labels[place] as number);
    const groups = classParts(data);
    const contests = contestsOf(logits, labels, groups, seenFactor);
    return { contests, groups, loss: last, measured };
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  } finally {
    await runtime.release();
  }
}
