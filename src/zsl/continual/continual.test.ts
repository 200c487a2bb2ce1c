/** Continual experiments: the same twice, and the same wherever they were interrupted. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { randomStream } from "../../random.ts";
import { nodeEngine } from "../../runtime/node.ts";
import type { LabelledData } from "../data/labelled.ts";
import { classNormalized } from "../model/model.ts";
import { type ContinualExperimentState, type ContinualResult, runContinual } from "./experiment.ts";
import { continualFolder } from "./request.ts";
import { type ContinualSettings, methodSettings } from "./settings.ts";

const [CLASSES, EACH, SIZE] = [9, 6, 10];

/** Classes of four bits; features are a random linear map of them, with noise. */
const data: LabelledData = (() => {
  const random = randomStream(3, "data");
  const map = Array.from({ length: 4 * SIZE }, () => random.normal());
  const attributes = Float32Array.from({ length: 4 * CLASSES }, (_, i) =>
    (Math.floor(i / 4) >> (i % 4)) & 1 ? 1 : 0.1,
  );
  const labels = Int32Array.from({ length: CLASSES * EACH }, (_, i) => Math.floor(i / EACH));
  const features = Float32Array.from({ length: labels.length * SIZE }, (_, i) => {
    const label = labels[Math.floor(i / SIZE)]!;
    const mean = [0, 1, 2, 3].reduce((sum, bit) => {
      return sum + attributes[4 * label + bit]! * map[bit * SIZE + (i % SIZE)]!;
    }, 0);
    return Math.abs(mean + 0.1 * random.normal());
  });
  const places = Array.from(labels.keys());
  return {
    name: "bits",
    classes: Array.from({ length: CLASSES }, (_, label) => label.toString(2)),
    attributes: { columns: 4, data: attributes },
    features: { columns: SIZE, data: features },
    labels,
    training: places.filter((place) => place % EACH < 4),
    test: places.filter((place) => place % EACH >= 4),
  };
})();

const settings: ContinualSettings = {
  ...{ method: methodSettings("ewc-online"), tasks: 3 },
  model: { ...classNormalized, hidden: 12, scale: 10 },
  training: { epochs: 2, batchSize: 5, learningRate: 0.01, decayEvery: 1, weightDecay: 1e-4 },
  seeds: [4, 5],
};
const engine = nodeEngine({ device: "cpu", threads: 1 });
const bytes = (results: readonly ContinualResult[] | undefined) => JSON.stringify(results);

describe("an experiment", () => {
  test.each([
    // within a task, and at the end of one, before it is consolidated and measured
    ["ewc-online", [2, 3]],
    ["a-gem", [2]],
  ] as const)(
    "with %s gives the same twice, and the same wherever it was interrupted",
    async (name, places) => {
      const own = { ...settings, method: methodSettings(name), seeds: [4] };
      const states: ContinualExperimentState[] = [];
      const results = await runContinual(data, own, {
        engine,
        keep: async (state) => void states.push(await state()),
      });
      expect(
        states.map(({ state, measured }) => [state.task, state.epoch, measured.length]),
      ).toEqual([1, 2, 3].flatMap((task) => [1, 2].map((epoch) => [task, epoch, task - 1])));
      const path = await temporaryFolder();
      for (const i of places) {
        const folder = continualFolder(join(path, String(i)), own);
        await folder.keep(states[i]!);
        const from = await folder.read();
        expect(from).toEqual(states[i]);
        expect(bytes(await runContinual(data, own, { engine, from }))).toBe(bytes(results));
      }
    },
    30_000,
  );

  test("goes on with the next seed, which has other tasks", async () => {
    const quick = { ...settings, training: { ...settings.training, epochs: 1 } };
    const states: ContinualExperimentState[] = [];
    const results = await runContinual(data, quick, {
      engine,
      keep: async (state) => void states.push(await state()),
    });
    expect(results!.map(({ seed }) => seed)).toEqual([4, 5]);
    expect(results![0]!.tasks).toHaveLength(3);
    expect(states[3]).toMatchObject({ results: [{ seed: 4 }], measured: [], state: { task: 1 } });
    const path = await temporaryFolder();
    const folder = continualFolder(path, quick);
    await folder.keep(states[4]!);
    const from = await folder.read();
    expect(bytes(await runContinual(data, quick, { engine, from }))).toBe(bytes(results));
  }, 30_000);

  test("ends after the epoch at which it is asked to", async () => {
    const stop = new AbortController();
    const epochs: (readonly number[])[] = [];
    const results = await runContinual(data, settings, {
      engine,
      signal: stop.signal,
      onProgress({ task, epoch }) {
        epochs.push([task, epoch]);
        if (task === 2) stop.abort();
      },
    });
    expect({ results, epochs }).toEqual({
      ...{ results: undefined, epochs: [1, 2].map((epoch) => [1, epoch]).concat([[2, 1]]) },
    });
  });
});

test("importances are gathered with progress; one that is stopped meanwhile goes on from before", async () => {
  const own = { ...settings, method: methodSettings("mas"), seeds: [4] };
  const whole = await runContinual(data, own, { engine });
  const stop = new AbortController();
  const states: ContinualExperimentState[] = [];
  const shown: (readonly number[])[] = [];
  const stopped = await runContinual(data, own, {
    engine,
    signal: stop.signal,
    onImportance({ seed, task, done, total }) {
      shown.push([seed, task, done, total]);
      if (task === 2 && done === 3) stop.abort();
    },
    keep: async (state) => void states.push(await state()),
  });
  expect(stopped).toBeUndefined();
  // three classes of a task with four training examples
  const first = Array.from({ length: 12 }, (_, i) => [4, 1, i + 1, 12]);
  expect(shown).toEqual([...first, [4, 2, 1, 12], [4, 2, 2, 12], [4, 2, 3, 12]]);
  const from = states.at(-1)!;
  expect([from.state.task, from.state.epoch, from.measured.length]).toEqual([2, 2, 1]);
  expect(bytes(await runContinual(data, own, { engine, from }))).toBe(bytes(whole));
}, 30_000);
