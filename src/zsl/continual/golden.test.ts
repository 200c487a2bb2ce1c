/** Whole courses with each method, and measures, against PyTorch and NumPy (scripts/golden/continual.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { type GoldenTensor, goldenCases } from "../../../test/support/golden/cases.ts";
import { cpuComposite, float64Golden, toleranceFor } from "../../../test/support/tolerances.ts";
import type { LabelledData } from "../data/labelled.ts";
import type { ZeroShotModel } from "../model/model.ts";
import { scoreZeroShot } from "../model/train.ts";
import {
  type ContinualMeasures,
  continualMeasures,
  type TaskMeasures,
  taskMeasures,
} from "./measures.ts";
import { continualNames } from "./registry.ts";
import { trainContinual } from "./train.ts";

const file = "continual.json";
const courses = goldenCases("course", file);

test("each method has a course with class normalization and one without", () => {
  const found = courses.map(({ attrs }) => `${attrs.method.name} ${attrs.normalized}`);
  expect(found).toEqual(continualNames.flatMap((name) => [`${name} false`, `${name} true`]));
});

/** `weight` of `dense1/weight`, `importance` of `dense1/weight/importance`. */
const kindOf = (name: string) => name.slice(name.lastIndexOf("/") + 1);

describe.each(courses)("a course of $name", (golden) => {
  const { method, normalized, tasks, examples, epochs, rate, decayEvery, weightDecay } =
    golden.attrs;
  const { attributes, features, labels, ...given } = golden.inputs;
  const { loss, logits, ...trained } = golden.outputs;

  test("is PyTorch's", async () => {
    // what projects is tested where it does something in some steps and nothing in others
    if (method.name === "a-gem") {
      const steps = (tasks.length - 1) * epochs;
      expect(golden.attrs.projected).toBeGreaterThan(0);
      expect(golden.attrs.projected).toBeLessThan(steps);
    }
    const rows = ({ data, shape }: GoldenTensor) => ({
      columns: shape[1]!,
      data: Float32Array.from(data),
    });
    const classes = (tasks as number[][]).flat().toSorted((a, b) => a - b);
    const test = classes.map((label) => examples + label);
    const data: LabelledData = {
      name: "golden",
      classes: classes.map((label) => `class ${label}`),
      attributes: rows(attributes!),
      features: rows(features!),
      labels: Int32Array.from([...labels!.data, ...classes]),
      training: Array.from({ length: examples }, (_, place) => place),
      test,
    };
    const model: ZeroShotModel = {
      ...{ depth: 3, hidden: golden.attrs.hidden, lastRelu: normalized, initialization: "he" },
      ...{ scale: normalized ? 5 : null, normalizeAttributes: normalized },
      standardization: normalized ? "deviation" : null,
    };
    const tensors = Object.fromEntries(
      Object.entries(given).map(([name, tensor]) => {
        return [name, { shape: tensor.shape, data: Float32Array.from(tensor.data) }] as const;
      }),
    );
    const losses: number[] = [];
    const course = { data, tasks, seed: 1 };
    const { found, scores } = await withRuntime(async (runtime) => ({
      found: await trainContinual(course, {
        ...{ runtime, model, method, from: { task: 1, epoch: 0, loss: 0, tensors } },
        // all examples in one step, so that their order does not matter
        training: { epochs, batchSize: examples, learningRate: rate, decayEvery, weightDecay },
        onEpoch: (done) => void losses.push(done.loss),
      }),
      scores: await scoreZeroShot(data, { runtime, model }, test),
    }));
    const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, name: string) =>
      expect(actual, name).toBeAllclose(expected, toleranceFor(expected, cpuComposite));
    close(losses, loss!.data, "loss");
    close(scores, logits!.data, "logits");
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(trained).toSorted());
    // tensors of a kind together: importances are scaled together, and where one is 0 rounding has the others' size
    for (const kind of new Set(Object.keys(trained).map(kindOf))) {
      const names = Object.keys(trained).filter((name) => kindOf(name) === kind);
      const all = (tensors: Readonly<Record<string, { readonly data: ArrayLike<number> }>>) =>
        names.flatMap((name) => Array.from(tensors[name]!.data));
      close(all(found), all(trained), kind);
    }
  });
});

interface GoldenMeasures {
  readonly tasks: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly logits: readonly (readonly (readonly number[])[])[];
  readonly steps: readonly TaskMeasures[];
  readonly means: ContinualMeasures;
}
const url = new URL(`../../../test/golden/${file}`, import.meta.url);
const { measures } = JSON.parse(readFileSync(url, "utf8")) as { measures: GoldenMeasures };

describe("the measures of a table of logits are NumPy's", () => {
  const { tasks, labels, logits, steps, means } = measures;
  const found = logits.map((rows, i) =>
    taskMeasures(Float32Array.from(rows.flat()), labels, tasks, i + 1),
  );

  test.each(steps.map((step, i) => ({ ...step, done: i + 1 })))(
    "after $done tasks",
    ({ done, ...golden }) => {
      const { tasks: ofTasks, ...others } = found[done - 1]!;
      const { tasks: goldenOfTasks, ...goldenOthers } = golden;
      expect(ofTasks).toBeAllclose(goldenOfTasks, float64Golden);
      for (const [name, value] of Object.entries(goldenOthers)) {
        const own = others[name as keyof typeof others];
        if (value === null) expect(own).toBeNull();
        else expect([own!], name).toBeAllclose([value], float64Golden);
      }
    },
  );

  test("over the course", () => {
    for (const [name, value] of Object.entries(continualMeasures(found))) {
      const golden = means[name as keyof ContinualMeasures];
      expect([value], name).toBeAllclose([golden], float64Golden);
    }
  });
});

test("the measures of a course made by hand", () => {
  const step = (seen: number, unseen: number | null, tasks: readonly number[]): TaskMeasures => ({
    ...{ seen, unseen, tasks, joint: seen / 2 },
    harmonic: unseen === null ? null : (2 * seen * unseen) / (seen + unseen),
    area: unseen === null ? null : seen * unseen,
  });
  const history = [step(0.75, 0.25, [0.75, 0.5]), step(0.5, null, [0.25, 0.75])];
  expect(continualMeasures(history)).toEqual({
    ...{ meanSeen: 0.625, meanUnseen: 0.25, meanHarmonic: 0.375, meanArea: 0.1875 },
    // of the first task 0.75 is left as 0.25; the second cannot be forgotten
    ...{ meanJoint: 0.3125, forgetting: 0.5 },
  });
});
