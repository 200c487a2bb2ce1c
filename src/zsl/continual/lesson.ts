/** What a task is learned from: its classes and examples, and what is remembered of earlier ones. */
import { randomStream } from "../../random.ts";
import type { FeedData } from "../../runtime/index.ts";
import { rowsAt } from "../data/data.ts";
import type { LabelledData } from "../data/labelled.ts";
import { classesOf } from "./tasks.ts";

/** What lessons are made from. */
export interface Course {
  readonly data: LabelledData;
  /** The classes of each task. */
  readonly tasks: readonly (readonly number[])[];
  readonly seed: number;
}

/** A task from the inside: its classes are rows of a program. */
export interface Lesson {
  /** The classes of all tasks so far; their rows are their places here. */
  readonly classes: readonly number[];
  /** The training examples. */
  readonly places: readonly number[];
  /** Feeds of examples for the programs of continual learning, under a prefix. */
  feedsOf(places: readonly number[], prefix?: string): Record<string, FeedData>;
}

/**
 * The lesson of a task.
 *
 * @param task its number, from 1 on.
 * @param joint whether it has the examples of all tasks so far, each told among all their classes.
 */
export function lessonOf({ data, tasks }: Course, task: number, joint: boolean): Lesson {
  const classes = classesOf(tasks, task);
  const rowOf = new Map(classes.map((label, row) => [label, row]));
  const taskOf = new Map(
    tasks.flatMap((labels) => labels.map((label) => [label, labels] as const)),
  );
  const wanted = new Set(joint ? classes : tasks[task - 1]);
  return {
    classes,
    places: data.training.filter((place) => wanted.has(data.labels[place] as number)),
    feedsOf(places, prefix = "") {
      const labels = places.map((place) => data.labels[place] as number);
      const among = new Float32Array(places.length * classes.length);
      for (const [i, label] of labels.entries()) {
        const start = i * classes.length;
        for (const other of joint ? classes : (taskOf.get(label) as readonly number[])) {
          among[start + (rowOf.get(other) as number)] = 1;
        }
      }
      return {
        [`${prefix}features`]: rowsAt(data.features, places),
        [`${prefix}labels`]: Int32Array.from(labels, (label) => rowOf.get(label) as number),
        [`${prefix}among`]: among,
      };
    },
  };
}

/** The examples that are remembered of the tasks before one: so many of each class, drawn from the seed. */
export function rememberedBefore(
  { data, tasks, seed }: Course,
  task: number,
  ofClass: number,
): readonly number[] {
  const byLabel = new Map<number, number[]>();
  for (const place of data.training) {
    const label = data.labels[place] as number;
    byLabel.set(label, [...(byLabel.get(label) ?? []), place]);
  }
  return classesOf(tasks, task - 1).flatMap((label) => {
    const places = byLabel.get(label) ?? [];
    const order = randomStream(seed, `zsl/remembered/${label}`).permutation(places.length);
    return Array.from(order.slice(0, ofClass), (i) => places[i] as number);
  });
}
