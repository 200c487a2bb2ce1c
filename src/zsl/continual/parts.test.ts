/** What courses are made of: tasks, lessons, what is remembered, the projection, the options of methods. */
import { describe, expect, test } from "vitest";
import { createBuilder, evaluate } from "../../graph/index.ts";
import { lessonOf, rememberedBefore } from "./lesson.ts";
import { agem } from "./methods/a-gem.ts";
import { continualMethod, continualNames } from "./registry.ts";
import { methodSettings } from "./settings.ts";
import { drawTasks } from "./tasks.ts";

const EACH = 6;

describe("tasks", () => {
  test("have every class once, and one more in the last ones where they must: SUN's sizes", () => {
    const tasks = drawTasks(717, 15, 3);
    expect(tasks.map(({ length }) => length)).toEqual([47, 47, 47, ...Array(12).fill(48)]);
    expect(tasks.flat().toSorted((a, b) => a - b)).toEqual([...Array(717).keys()]);
    expect(drawTasks(717, 15, 3)).toEqual(tasks);
    expect(drawTasks(717, 15, 4)).not.toEqual(tasks);
  });

  test.each<[number, number, string]>([
    [9, 5, "tasks: must be a whole number in [2, 4], as each task needs 2 of 9 classes, got 5"],
    [9, 10, "tasks: must be a whole number in [2, 4], as each task needs 2 of 9 classes, got 10"],
    [9, 1, "tasks: must be a whole number in [2, 4], as each task needs 2 of 9 classes, got 1"],
    [3, 2, "tasks: 3 classes are too few, as each of two tasks needs 2"],
  ])("of %d classes, %d are refused", (classes, tasks, reason) => {
    expect(() => drawTasks(classes, tasks, 0)).toThrow(reason);
  });
});

/** Six examples of each of nine classes, four of them for training. */
const data = (() => {
  const labels = Int32Array.from({ length: 9 * EACH }, (_, i) => Math.floor(i / EACH));
  const places = Array.from(labels.keys());
  return {
    ...{ name: "nine", classes: [..."abcdefghi"], labels },
    attributes: { columns: 1, data: new Float32Array(9) },
    features: { columns: 2, data: Float32Array.from({ length: 2 * labels.length }, (_, i) => i) },
    training: places.filter((place) => place % EACH < 4),
    test: places.filter((place) => place % EACH >= 4),
  };
})();

describe("a lesson", () => {
  const course = {
    data,
    tasks: [
      [4, 0],
      [7, 2, 1],
      [3, 5, 6, 8],
    ],
    seed: 2,
  };

  test("has the examples of its task, told among its classes, which are rows among those so far", () => {
    const { classes, places, feedsOf } = lessonOf(course, 2, false);
    expect(classes).toEqual([4, 0, 7, 2, 1]);
    expect([...new Set(places.map((place) => data.labels[place]))]).toEqual([1, 2, 7]);
    // examples of classes 7 and, from the task before, 0
    const { features, labels, among } = feedsOf([7 * EACH, 0]);
    expect([...features!]).toEqual([84, 85, 0, 1]);
    expect([...labels!]).toEqual([2, 1]);
    expect([...among!]).toEqual([0, 0, 1, 1, 1, 1, 1, 0, 0, 0]);
  });

  test("of a joint method has all examples so far, told among all their classes", () => {
    const { places, feedsOf } = lessonOf(course, 2, true);
    expect([...new Set(places.map((place) => data.labels[place]))]).toEqual([0, 1, 2, 4, 7]);
    expect([...feedsOf([0]).among!]).toEqual([1, 1, 1, 1, 1]);
  });

  test("remembers so many training examples of each earlier class, the same in each later task", () => {
    const [second, third] = [2, 3].map((task) => rememberedBefore(course, task, 3));
    expect(second!.map((place) => data.labels[place])).toEqual([4, 4, 4, 0, 0, 0]);
    expect(third!.slice(0, 6)).toEqual(second);
    expect(third).toHaveLength(15);
    expect(new Set(third).size).toBe(15);
    expect(third!.every((place) => data.training.includes(place))).toBe(true);
    expect(rememberedBefore(course, 2, 100)).toHaveLength(8);
    expect(rememberedBefore(course, 1, 3)).toEqual([]);
  });
});

test("gradients against those of remembered examples lose what is against them; others stay", () => {
  const g = createBuilder();
  const of = (...parts: number[][]) => parts.map((data) => g.constant(data, [data.length]));
  const projected = (gradients: number[][], remembered: number[][]) => {
    const values = agem.project!(g, of(...gradients), of(...remembered));
    const outputs = Object.fromEntries(values.map((value, i) => [String(i), value]));
    const found = evaluate({ inputs: {}, outputs }, {});
    return values.map((_, i) => [...found[i]!.data]);
  };
  // ⟨(3, -1, 2), (-1, 2, 1)⟩ = -3, ‖(-1, 2, 1)‖² = 6
  expect(projected([[3, -1], [2]], [[-1, 2], [1]])).toEqual([[2.5, 0], [2.5]]);
  expect(projected([[3, 1], [2]], [[1, 2], [-1]])).toEqual([[3, 1], [2]]);
  expect(projected([[3, 1], [2]], [[0, 0], [0]])).toEqual([[3, 1], [2]]);
});

describe("methods", () => {
  test.each(continualNames)("%s has the options that it declares", (name) => {
    expect(methodSettings(name)).toEqual({ name, ...continualMethod(name).options });
  });

  test.each<[() => unknown, string]>([
    [
      () => methodSettings("a-gem", { strength: 1 }),
      "strength: must be left out for a-gem, as it belongs to ewc-online and mas, got 1",
    ],
    [() => methodSettings("sequential", { memory: 1 }), "memory: must be left out for sequential"],
    [() => methodSettings("mas", { keep: 1.5 }), "keep: must be a number in [0, 1], got 1.5"],
    [() => methodSettings("mas", { strength: -1 }), "strength: must be a number of at least 0"],
    [() => methodSettings("a-gem", { memory: 0 }), "memory: must be a whole number of at least 1"],
  ])("%s is refused", (make, reason) => expect(make).toThrow(reason));
});
