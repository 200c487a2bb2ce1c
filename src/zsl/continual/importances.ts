/** The importances of parameters after a task, in the state of a runtime. */
import { sizeOf } from "../../graph/index.ts";
import type { HostTensor, Runtime } from "../../runtime/index.ts";
import type { ProgramClasses } from "../model/step.ts";
import type { ZeroShotTensors } from "../model/train.ts";
import type { Lesson } from "./lesson.ts";
import type { Importance } from "./method.ts";
import { importanceStep, memoryNames, sumName } from "./step.ts";

/** A parameter of the network. */
interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Importances of 0, and anchors that they make harmless: what there is before the first task. */
export function initialImportances(parameters: readonly Parameter[]): ZeroShotTensors {
  return Object.fromEntries(
    parameters.flatMap(({ name, shape }) => {
      const zero = () => ({ shape, data: new Float32Array(sizeOf(shape)) });
      return [
        [memoryNames.importance(name), zero()],
        [memoryNames.anchor(name), zero()],
      ] as const;
    }),
  );
}

/** What importances are computed with. */
export interface ImportanceOptions {
  readonly runtime: Runtime;
  readonly importance: Importance;
  readonly parameters: readonly Parameter[];
  /** The program's classes: those of all tasks so far. */
  readonly classes: ProgramClasses;
  /** Share of the importances before that is kept. */
  readonly keep: number;
  /** Called after each example; nothing of the state that counts has changed before the last one. */
  readonly onExample: (done: number, total: number) => void | Promise<void>;
}

/**
 * Ω ← keep·Ω + the importances to the task that is done, each a mean over its training examples; θ* ← θ. The examples
 * pass one by one, with running statistics.
 *
 * @see Schwarz et al. 2018, "Progress & compress", for what is kept.
 */
export async function consolidate(lesson: Lesson, options: ImportanceOptions): Promise<void> {
  const { runtime, importance, parameters, classes, keep, onExample } = options;
  const { state } = runtime;
  for (const { name, shape } of parameters) {
    state.write(sumName(name), { shape, data: new Float32Array(sizeOf(shape)) });
  }
  const step = await runtime.compile(importanceStep(classes, importance));
  for (const [i, place] of lesson.places.entries()) {
    await step.run(lesson.feedsOf([place]));
    await onExample(i + 1, lesson.places.length);
  }
  await step.release();

  const count = lesson.places.length;
  const names = parameters.map(({ name }) => name);
  const sums = await state.read(names.map(sumName));
  const means = names.map((name) => (sums[sumName(name)] as HostTensor).data.map((x) => x / count));
  const added = importance.scaled ? scaledTogether(means) : means;
  const before = await state.read(names.map(memoryNames.importance));
  const values = await state.read(names);
  for (const [i, { name, shape }] of parameters.entries()) {
    const kept = (before[memoryNames.importance(name)] as HostTensor).data;
    const data = kept.map((x, k) => keep * x + (added[i]?.[k] as number));
    state.write(memoryNames.importance(name), { shape, data });
    state.write(memoryNames.anchor(name), values[name] as HostTensor);
  }
}

/** (x − least)/(greatest − least) over all arrays; 0 where all are equal. */
function scaledTogether(arrays: readonly Float32Array[]): readonly Float32Array[] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const array of arrays) {
    for (const x of array) {
      least = Math.min(least, x);
      greatest = Math.max(greatest, x);
    }
  }
  const range = greatest - least || 1;
  return arrays.map((array) => array.map((x) => (x - least) / range));
}
