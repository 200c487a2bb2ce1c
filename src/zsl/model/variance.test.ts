/** The variance of logits before training, with each part of class normalization, at depths 1 to 4. */
import { describe, expect, test } from "vitest";
import { samplingErrors, wideLayers } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import { applyNetwork } from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import { embedder, initialEmbedder } from "./embedder.ts";
import { classLogits, normalizedAttributes } from "./logits.ts";
import type { ZeroShotModel } from "./model.ts";

const [CLASSES, ATTRIBUTES, FEATURES, HIDDEN, EXAMPLES, SEEDS] = [16, 12, 32, 64, 12, 12];

const plain: Omit<ZeroShotModel, "depth"> = {
  ...{ hidden: HIDDEN, lastRelu: false, scale: null, normalizeAttributes: true },
  ...{ standardization: null, initialization: "class-norm" },
};

/** Attributes with a norm of 3√d, of which normalization makes √d. */
const LENGTH = 3;
const attributes = (() => {
  const data = randomStream(1, "attributes").fillUniform(new Float32Array(CLASSES * ATTRIBUTES));
  const unit = normalizedAttributes({ columns: ATTRIBUTES, data });
  return { columns: ATTRIBUTES, data: unit.data.map((x) => LENGTH * x) };
})();

/** Features of mean 0 over each vector, with a mean square of 1. */
const features = (() => {
  const rows = Array.from({ length: EXAMPLES }, (_, i) => {
    const row = [...randomStream(i, "features").fillNormal(new Float32Array(FEATURES))];
    const mean = row.reduce((sum, x) => sum + x) / FEATURES;
    const centered = row.map((x) => x - mean);
    const size = Math.sqrt(centered.reduce((sum, x) => sum + x * x, 0) / FEATURES);
    return centered.map((x) => x / size);
  });
  return rows.flat();
})();

/** The logits of a model before training, `[EXAMPLES][CLASSES]`. */
function logitsOf(model: ZeroShotModel, seed: number): number[][] {
  const sizes = { attributes: ATTRIBUTES, features: FEATURES };
  const g = createBuilder();
  const values = Object.fromEntries(
    Object.entries(initialEmbedder(model, sizes, seed)).map(([name, { data, shape }]) => {
      return [name, g.constant(data, shape)] as const;
    }),
  );
  const { data } = model.normalizeAttributes ? normalizedAttributes(attributes) : attributes;
  const rows = g.constant(data, [CLASSES, ATTRIBUTES]);
  const { output } = applyNetwork(g, embedder(model, sizes), values, rows, { training: true });
  const z = g.constant(features, [EXAMPLES, FEATURES]);
  const outputs = { logits: classLogits(g, z, output, model.scale) };
  const found = [...evaluate({ inputs: {}, outputs }, {}).logits!.data];
  return Array.from({ length: EXAMPLES }, (_, i) => found.slice(i * CLASSES, (i + 1) * CLASSES));
}

const meanOf = (values: readonly number[]) => values.reduce((sum, x) => sum + x) / values.length;
const meanSquare = (rows: number[][]) => meanOf(rows.flat().map((x) => x * x));
/** The variance over classes, averaged over examples. */
const betweenClasses = (rows: number[][]) =>
  meanOf(rows.map((row) => meanOf(row.map((x) => (x - meanOf(row)) ** 2))));

/** A measure of several initial networks, which must agree with its expectation. */
function expectMean(
  model: ZeroShotModel,
  measure: (rows: number[][]) => number,
  expected: number,
  bias = 0,
): void {
  const values = Array.from({ length: SEEDS }, (_, seed) => measure(logitsOf(model, seed)));
  const mean = meanOf(values);
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (SEEDS - 1);
  const error = Math.sqrt(variance / SEEDS);
  // an estimate that hardly varies by chance shows nothing if it is wide
  expect(error).toBeLessThan(0.2 * expected);
  expect(Math.abs(mean - expected)).toBeLessThan(samplingErrors * error + bias * expected);
}

describe.each([1, 2, 3, 4])("at depth %d", (depth) => {
  const model: ZeroShotModel = { ...plain, depth };

  test("normalized attributes and the initialization of the last layer give 1", () => {
    expectMean(model, meanSquare, 1);
  });

  test("attributes of another length give its square", () => {
    expectMean({ ...model, normalizeAttributes: false }, meanSquare, LENGTH ** 2);
  });

  test("He's initialization of the last layer gives twice the features", () => {
    expectMean({ ...model, initialization: "he" }, meanSquare, 2 * FEATURES);
  });

  test("normalized and scaled logits have γ⁴ over the features", () => {
    expectMean({ ...model, scale: 5 }, meanSquare, 5 ** 4 / FEATURES);
  });
});

/** The correlation behind a ReLU of normal numbers with this one (Cho & Saul 2009, order 1). */
const behindRelu = (r: number) =>
  (Math.sqrt(Math.max(1 - r * r, 0)) + (Math.PI - Math.acos(Math.min(r, 1))) * r) / Math.PI;

/** The mean of 1 − correlation over all pairs of classes behind so many hidden layers. */
function apart(layers: number): number {
  const unit = normalizedAttributes(attributes).data;
  const pairs = Array.from({ length: CLASSES ** 2 }, (_, pair) => {
    const [a, b] = [Math.floor(pair / CLASSES), pair % CLASSES].map((row) =>
      unit.subarray(row * ATTRIBUTES, (row + 1) * ATTRIBUTES),
    ) as [Float32Array, Float32Array];
    let correlation = a.reduce((sum, x, i) => sum + x * b[i]!, 0) / ATTRIBUTES;
    for (let layer = 0; layer < layers; layer++) correlation = behindRelu(correlation);
    return 1 - correlation;
  });
  return meanOf(pairs);
}

describe("between classes", () => {
  test.each([1, 2, 3, 4])(
    "the variance falls with the depth as correlations grow: %d layers",
    (depth) => {
      const expected = apart(depth - 1);
      const bias = depth < 3 ? 0 : wideLayers.relative;
      expectMean({ ...plain, depth }, betweenClasses, expected, bias);
      expect(apart(depth)).toBeLessThan(0.9 * expected);
    },
  );

  test.each([2, 3, 4])("class standardization keeps it at 1: %d layers", (depth) => {
    expectMean({ ...plain, depth, standardization: "deviation" }, betweenClasses, 1);
  });

  test("behind a last ReLU its own initialization keeps it at 1", () => {
    const model = { ...plain, depth: 3, standardization: "deviation" } as const;
    // of features with mean 0, the mean of rectified prototypes takes no part
    const relu = { ...model, lastRelu: true, initialization: "class-norm-relu" } as const;
    expectMean(relu, meanSquare, 1);
  });
});
