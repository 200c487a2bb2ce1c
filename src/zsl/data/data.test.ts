/** Zero-shot data: what is refused, the published form (files of SciPy), held-out classes, the built-in set. */
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { failure } from "../../../test/support/failure.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import type { FeatureExtractor } from "../../metrics/extractors/index.ts";
import { checkZeroShotData, classParts, type ZeroShotData } from "./data.ts";
import { heldOutClasses } from "./held-out.ts";
import { publishedSource } from "./published.ts";
import { shapesSource } from "./shapes.ts";

const golden = fileURLToPath(new URL("../../../test/golden/formats/mat/", import.meta.url));

const small: ZeroShotData = {
  name: "small",
  classes: ["a", "b", "c"],
  attributes: { columns: 2, data: Float32Array.of(1, 0, 0, 1, 1, 1) },
  features: { columns: 1, data: Float32Array.of(1, 2, 3, 4, 5) },
  labels: Int32Array.of(0, 1, 0, 1, 2),
  training: [0, 1],
  testSeen: [2, 3],
  testUnseen: [4],
};

test.each<[string, Partial<ZeroShotData>, string]>([
  [
    "attributes of another length",
    { attributes: { columns: 3, data: small.attributes.data } },
    "small: attributes must be 3 for each class, got 6 numbers for 3",
  ],
  [
    "features of another length",
    { features: { columns: 1, data: new Float32Array(4) } },
    "small: features must be 1 for each label, got 4 numbers for 5",
  ],
  [
    "a number that is none",
    { features: { columns: 1, data: Float32Array.of(1, 2, Number.NaN, 4, 5) } },
    "small: features must be finite, got NaN",
  ],
  ["an unknown class", { labels: Int32Array.of(0, 1, 0, 1, 3) }, "labels must be in [0, 2], got 3"],
  ["no training", { training: [] }, "small: must have examples for training, got none"],
  ["a place that is none", { testSeen: [2, 5] }, "must be in [0, 4], got 5"],
  [
    "an unseen class in training",
    { training: [0, 1, 4] },
    "small: unseen classes must have no training examples, got c",
  ],
  [
    "a seen class without training",
    { training: [0] },
    "small: seen classes must have training examples, which are missing for, got b",
  ],
])("%s is refused", (_, changes, reason) => {
  expect(() => checkZeroShotData({ ...small, ...changes })).toThrow(reason);
});

describe("the published form", () => {
  test("is read as SciPy wrote it", async () => {
    const source = await publishedSource(golden, "tiny");
    const data = source.of(3);
    expect(data).toMatchObject({
      name: "tiny",
      classes: ["antelope", "grizzly+bear", "Tölpel"],
      training: [0, 2],
      testSeen: [6, 7, 1, 3],
      testUnseen: [4, 5],
    });
    expect([...data.labels]).toEqual([0, 0, 1, 1, 2, 2, 0, 1]);
    // three features of the second example, four attributes of the last class
    expect([...data.features.data.subarray(3, 6)]).toEqual([-0.25, 0, 0.25]);
    expect([...data.attributes.data.subarray(8)]).toEqual([3, 3.25, 3.5, 3.75]);
    expect(classParts(data)).toEqual({ seen: [0, 1], unseen: [2] });
  });

  test("is refused where a file is missing, or another", async () => {
    const root = await temporaryFolder();
    const told = () => failure(publishedSource(root, "mine"), root);
    expect(await told()).toContain("DISK: cannot read ROOT/res101.mat");
    await cp(join(golden, "att_splits.mat"), join(root, "res101.mat"));
    expect(await told()).toContain(
      "DATA: ROOT/res101.mat: must have the variable features, got att, allclasses_names",
    );
    await cp(join(golden, "res101.mat"), join(root, "res101.mat"));
    await writeFile(join(root, "att_splits.mat"), "<html>");
    expect(await told()).toContain("DATA: ROOT/att_splits.mat: a MATLAB 5 file must begin with");
  });
});

test("held-out classes take the place of unseen ones, and no test example is used", () => {
  const [classes, each] = [10, 12];
  const labels = Int32Array.from({ length: classes * each }, (_, i) => Math.floor(i / each));
  const places = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => from + i);
  const data: ZeroShotData = {
    name: "ten",
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    attributes: { columns: 1, data: new Float32Array(classes) },
    features: { columns: 1, data: new Float32Array(classes * each) },
    labels,
    training: places(0, 8 * each).filter((place) => place % each < 10),
    testSeen: places(0, 8 * each).filter((place) => place % each >= 10),
    testUnseen: places(8 * each, 10 * each),
  };
  const held = heldOutClasses(data, 5);
  checkZeroShotData(held);
  const { seen, unseen } = classParts(held);
  // two of ten classes are unseen, so two of eight are held out
  expect([seen.length, unseen.length]).toEqual([6, 2]);
  expect(Math.max(...seen, ...unseen)).toBeLessThan(8);
  const used = [...held.training, ...held.testSeen, ...held.testUnseen];
  expect(used.toSorted((a, b) => a - b)).toEqual(data.training);
  expect(held.testSeen.length).toBe(6 * 2);
  expect(heldOutClasses(data, 6)).not.toEqual(held);
  // of two examples of each class one is set aside
  const few = heldOutClasses(
    { ...data, training: places(0, 8 * each).filter((place) => place % each < 2) },
    5,
  );
  expect([few.training.length, few.testSeen.length, few.testUnseen.length]).toEqual([6, 6, 4]);
});

describe("the built-in set", () => {
  /** The mean of each channel as three features. */
  const extractor = {
    dimension: 3,
    extract: async (images: Uint8Array, [count]: readonly number[]) => {
      const size = images.length / count! / 3;
      const features = Float32Array.from({ length: 3 * count! }, (_, i) => {
        const channel = images.subarray(i * size, (i + 1) * size);
        return channel.reduce((sum, x) => sum + x, 0) / size;
      });
      return { features };
    },
  } as unknown as FeatureExtractor;

  test("has classes of which each value stays in a seen class", async () => {
    const source = await shapesSource(extractor, { training: 2, test: 1, unseen: 0.6 });
    const data = source.of(0);
    checkZeroShotData(data);
    const { seen, unseen } = classParts(data);
    expect(unseen.length).toBe(Math.round(0.6 * data.classes.length));
    expect(seen.length + unseen.length).toBe(data.classes.length);
    expect(new Set(data.classes).size).toBe(data.classes.length);
    expect(data.training.length).toBe(2 * seen.length);
    expect(data.testUnseen.length).toBe(unseen.length);
    const { columns, data: attributes } = data.attributes;
    for (let attribute = 0; attribute < columns; attribute++) {
      const described = seen.filter((label) => attributes[label * columns + attribute] === 1);
      expect(described.length, String(attribute)).toBeGreaterThan(0);
    }
    const rowSum = attributes.subarray(0, columns).reduce((sum, x) => sum + x);
    expect(rowSum).toBe(3);
    const other = source.of(1);
    expect(other.features).toBe(data.features);
    expect(classParts(other).unseen).not.toEqual(unseen);
    expect(source.of(0)).toEqual(data);
    // a red shape on white has more red than blue
    const red = data.classes.findIndex((name) => /^red .* on white$/.test(name));
    const [r, , b] = data.features.data.subarray(3 * 3 * red);
    expect(r).toBeGreaterThan(b!);
  });

  test("stops when it is asked to", async () => {
    await expect(shapesSource(extractor, { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
