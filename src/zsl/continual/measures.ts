/** Measures of continual zero-shot learning. */
import { accuraciesOf, type Contest, contestsOf, perClassAccuracy } from "../measures/accuracy.ts";
import { areaUnder, seenUnseenCurve } from "../measures/curve.ts";
import { classesOf } from "./tasks.ts";

/** What a model is worth after a task: shares, 0 … 1, all told among all classes and averaged over classes. */
export interface TaskMeasures {
  /** Of the classes of the tasks so far. */
  readonly seen: number;
  /** Of the classes of later tasks; `null` after the last. */
  readonly unseen: number | null;
  /** 2·seen·unseen/(seen + unseen). */
  readonly harmonic: number | null;
  /** Area under the seen-unseen curve. */
  readonly area: number | null;
  /** Of all classes. */
  readonly joint: number;
  /** Of the classes of each task. */
  readonly tasks: readonly number[];
}

/** What a course is worth: means over its tasks. */
export interface ContinualMeasures {
  /** mSA: the mean of `seen` after each task. */
  readonly meanSeen: number;
  /** mUA: the mean of `unseen` after each task but the last. */
  readonly meanUnseen: number;
  /** mH: the mean of `harmonic` after each task but the last. */
  readonly meanHarmonic: number;
  /** mAUC: the mean of `area` after each task but the last. */
  readonly meanArea: number;
  /** mJA: the mean of `joint` after each task. */
  readonly meanJoint: number;
  /** The mean over all tasks but the last of the best accuracy on it after an earlier task, less that at the end. */
  readonly forgetting: number;
}

/**
 * The measures after some tasks.
 *
 * @param logits `[labels, classes]` of test examples of all tasks.
 * @param tasks the classes of each task.
 * @param done how many tasks are done, from 1 on.
 */
export function taskMeasures(
  logits: Float32Array,
  labels: ArrayLike<number>,
  tasks: readonly (readonly number[])[],
  done: number,
): TaskMeasures {
  const groups = { seen: classesOf(tasks, done), unseen: tasks.slice(done).flat() };
  const contests = contestsOf(logits, labels, groups);
  const isRight = ({ label, seen, unseen }: Contest) =>
    label === (seen.logit >= unseen.logit ? seen.label : unseen.label);
  const { seen, unseen, harmonic } = accuraciesOf(contests, groups);
  const rest =
    done === tasks.length
      ? { unseen: null, harmonic: null, area: null }
      : { unseen, harmonic, area: areaUnder(seenUnseenCurve(contests, groups)) };
  return {
    seen,
    ...rest,
    joint: perClassAccuracy(contests, isRight),
    tasks: tasks.map((classes) => {
      const own = new Set(classes);
      return perClassAccuracy(
        contests.filter(({ label }) => own.has(label)),
        isRight,
      );
    }),
  };
}

/**
 * The measures of a course. Means are taken where what is averaged is defined: of `seen` and `joint` after all T tasks,
 * of `unseen`, `harmonic` and `area`, which need seen and unseen classes, after the first T − 1.
 *
 * @param history after each task; at least two.
 * @see Chaudhry et al. 2018, "Riemannian walk for incremental learning", for forgetting.
 */
export function continualMeasures(history: readonly TaskMeasures[]): ContinualMeasures {
  const last = history.at(-1) as TaskMeasures;
  const before = history.slice(0, -1);
  const forgotten = last.tasks.slice(0, -1).map((now, task) => {
    return Math.max(...before.map(({ tasks }) => tasks[task] as number)) - now;
  });
  const defined = (name: "unseen" | "harmonic" | "area") =>
    meanOf(before.map((measures) => measures[name] as number));
  return {
    meanSeen: meanOf(history.map(({ seen }) => seen)),
    meanUnseen: defined("unseen"),
    meanHarmonic: defined("harmonic"),
    meanArea: defined("area"),
    meanJoint: meanOf(history.map(({ joint }) => joint)),
    forgetting: meanOf(forgotten),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
