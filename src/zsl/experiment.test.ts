/** Experiments: the same twice, and the same wherever they were interrupted; what cannot be trained. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { failure } from "../../test/support/failure.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { randomStream } from "../random.ts";
import { nodeEngine } from "../runtime/node.ts";
import type { ZeroShotData } from "./data/data.ts";
import { labelledData } from "./data/labelled.ts";
import type { ZeroShotSource } from "./data/source.ts";
import {
  type ExperimentState,
  runZeroShot,
  type ZeroShotResult,
  type ZeroShotSettings,
} from "./experiment.ts";
import { zeroShotFolder } from "./folder.ts";
import { classNormalized } from "./model/model.ts";

const [CLASSES, EACH, SIZE] = [8, 6, 10];

/** Classes of three bits; features are a random linear map of them, with noise. */
const data: ZeroShotData = (() => {
  const random = randomStream(3, "data");
  const map = Array.from({ length: 3 * SIZE }, () => random.normal());
  const attributes = Float32Array.from({ length: 3 * CLASSES }, (_, i) =>
    (Math.floor(i / 3) >> (i % 3)) & 1 ? 1 : 0.1,
  );
  const labels = Int32Array.from({ length: CLASSES * EACH }, (_, i) => Math.floor(i / EACH));
  const features = Float32Array.from({ length: labels.length * SIZE }, (_, i) => {
    const label = labels[Math.floor(i / SIZE)]!;
    const mean = [0, 1, 2].reduce((sum, bit) => {
      return sum + attributes[3 * label + bit]! * map[bit * SIZE + (i % SIZE)]!;
    }, 0);
    return Math.abs(mean + 0.1 * random.normal());
  });
  const places = Array.from(labels.keys());
  return {
    name: "bits",
    classes: Array.from({ length: CLASSES }, (_, label) => label.toString(2)),
    attributes: { columns: 3, data: attributes },
    features: { columns: SIZE, data: features },
    labels,
    training: places.filter((place) => labels[place]! < 6 && place % EACH < 5),
    testSeen: places.filter((place) => labels[place]! < 6 && place % EACH === 5),
    testUnseen: places.filter((place) => labels[place]! >= 6),
  };
})();
const source: ZeroShotSource = {
  ...{ name: "bits", hidden: 12, of: () => data },
  whole: () => labelledData(data),
};

const settings: ZeroShotSettings = {
  model: { ...classNormalized, hidden: 12 },
  training: { epochs: 3, batchSize: 7, learningRate: 0.01, decayEvery: 2, weightDecay: 1e-4 },
  ...{ seenFactor: 1, seenBias: "auto", seeds: [4, 5] },
};
const engine = nodeEngine({ device: "cpu", threads: 1 });
const bytes = (results: readonly ZeroShotResult[] | undefined) => JSON.stringify(results);

describe("an experiment", () => {
  test("gives the same twice, and the same wherever it was interrupted", async () => {
    const states: ExperimentState[] = [];
    const results = await runZeroShot(source, settings, {
      engine,
      keep: async (state) => void states.push(await state()),
    });
    // three epochs for the bias and three for the test, of two seeds
    expect(states.map(({ purpose, results }) => [results.length, purpose])).toEqual([
      ...Array(3).fill([0, "calibration"]),
      ...Array(3).fill([0, "test"]),
      ...Array(3).fill([1, "calibration"]),
      ...Array(3).fill([1, "test"]),
    ]);
    expect(results!.map(({ seed }) => seed)).toEqual([4, 5]);
    expect(results![0]).not.toMatchObject({ area: results![1]!.area });
    const path = await temporaryFolder();
    for (const [i, state] of states.entries()) {
      const folder = zeroShotFolder(join(path, String(i)), settings);
      await folder.keep(state);
      const from = await folder.read();
      expect(from).toEqual(state);
      // within each training of the first seed, and before the last epoch of the second
      if (![1, 4, 10].includes(i)) continue;
      expect(bytes(await runZeroShot(source, settings, { engine, from }))).toBe(bytes(results));
    }
  }, 30_000);

  test("ends after the epoch at which it is asked to", async () => {
    const stop = new AbortController();
    const epochs: number[] = [];
    const results = await runZeroShot(source, settings, {
      engine,
      signal: stop.signal,
      onProgress({ epoch }) {
        epochs.push(epoch);
        if (epoch === 2) stop.abort();
      },
    });
    expect({ results, epochs }).toEqual({ results: undefined, epochs: [1, 2] });
  });
});

describe("what cannot be trained is refused", () => {
  const refused = (changes: Partial<ZeroShotSettings>, other: Partial<ZeroShotData> = {}) => {
    const changed = { ...source, of: () => ({ ...data, ...other }) };
    return failure(runZeroShot(changed, { ...settings, ...changes }, { engine }), "/");
  };
  const oneSeen = {
    training: data.training.filter((place) => data.labels[place] === 0),
    testSeen: data.testSeen.filter((place) => data.labels[place] === 0),
  };

  test("class statistics of one class", async () => {
    expect(await refused({ seenBias: 0 }, oneSeen)).toContain(
      "CONFIG: classes: class standardization must have at least 2 seen classes, got 1",
    );
  });

  test("a bias chosen on classes that are not left", async () => {
    expect(await refused({ seenBias: "auto" }, oneSeen)).toContain(
      "CONFIG: seenBias: must be a number where there are fewer than 3 seen classes",
    );
  });

  test("class standardization without a hidden layer", async () => {
    const model = { ...settings.model, depth: 1 };
    expect(await refused({ model, seenBias: 0 })).toContain(
      "CONFIG: depth: must be at least 2 for class standardization, which is hidden, got 1",
    );
  });

  test("normalized attributes that are all 0", async () => {
    const attributes = { columns: 3, data: data.attributes.data.map((x, i) => (i < 3 ? 0 : x)) };
    expect(await refused({ seenBias: 0 }, { attributes })).toContain(
      "DATA: attributes of class 0: must not all be 0 to be normalized",
    );
  });
});

test("the folder of another experiment, and a damaged state, are refused", async () => {
  const root = await temporaryFolder();
  const folder = zeroShotFolder(root, settings);
  const other = zeroShotFolder(root, { ...settings, seeds: [1] });
  const tensors = { weight: { shape: [2], data: Float32Array.of(1, 2) } };
  const state: ExperimentState = {
    ...{ results: [], purpose: "test", bias: 0.25 },
    state: { epoch: 2, loss: 0.5, tensors },
  };
  expect(await folder.read()).toBeUndefined();
  await folder.keep(state);
  expect(await folder.read()).toEqual(state);
  expect(await failure(other.read(), root)).toMatchInlineSnapshot(`
    "USAGE: ROOT/state.safetensors: must be of the same experiment, got one with other seeds
    Name another folder with --out, or remove the file and what was trained with it."
  `);
  const path = join(root, "state.safetensors");
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, -1));
  expect(await failure(folder.read(), root)).toContain("DATA: ROOT/state.safetensors");
  await folder.finish({ results: [] });
  expect(await folder.read()).toBeUndefined();
  expect(await failure(other.read(), root)).toContain("USAGE: ROOT/result.json");
});
