import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { asMatrix, moments } from "../../test/support/nn/matrices.ts";
import { orthonormal, samplingErrors } from "../../test/support/tolerances.ts";
import { sizeOf } from "../graph/index.ts";
import { randomStream } from "../random.ts";
import {
  type Initializer,
  initialValue,
  kaimingNormal,
  lecunNormal,
  normal,
  orthogonal,
  truncatedNormal,
  xavierUniform,
} from "./initializers.ts";
import type { ParameterRole, ParameterSpec } from "./parameter.ts";

const weight = (shape: readonly number[], fanIn = 300, fanOut = 50): ParameterSpec => ({
  name: "weight",
  shape,
  role: "weight",
  fanIn,
  fanOut,
});

const draw = (initializer: Initializer, spec: ParameterSpec, seed = 1) =>
  initializer(spec, randomStream(seed, "weights"));

/** 120 000 numbers. */
const MANY = [400, 12, 5, 5];
const COUNT = sizeOf(MANY);

/** The variance of N(0, 1) cut at ±2: 1 − 4φ(2)/(2Φ(2) − 1). */
const TRUNCATED_VARIANCE = 1 - (4 * 0.05399096651318806) / 0.9544997361036416;
/** Its fourth moment over that squared: E x⁴ = 3·variance − 2·8·φ(2)/(2Φ(2) − 1). */
const TRUNCATED_KURTOSIS =
  (3 * TRUNCATED_VARIANCE - (16 * 0.05399096651318806) / 0.9544997361036416) /
  TRUNCATED_VARIANCE ** 2;

describe("moments of 120 000 draws", () => {
  test.each([
    ["normal", normal(0.02), 0.02 ** 2, 3],
    ["truncated normal", truncatedNormal(0.02), TRUNCATED_VARIANCE * 0.02 ** 2, TRUNCATED_KURTOSIS],
    ["LeCun", lecunNormal(), 1 / 300, 3],
    ["Xavier", xavierUniform(), 2 / 350, 1.8],
    ["Xavier, gain √2", xavierUniform(Math.SQRT2), 4 / 350, 1.8],
    ["Kaiming", kaimingNormal(), 2 / 300, 3],
    ["Kaiming, slope 0.1", kaimingNormal(0.1), 2 / 1.01 / 300, 3],
  ])("%s", (_name, initializer, variance, kurtosis) => {
    const found = moments(draw(initializer, weight(MANY)));
    // standard errors of the mean, the variance and the kurtosis (of a normal distribution: √(24/n))
    const mean = Math.sqrt(variance / COUNT);
    const spread = variance * Math.sqrt((kurtosis - 1) / COUNT);
    expect([found.mean]).toBeAllclose([0], { absolute: samplingErrors * mean });
    expect([found.variance]).toBeAllclose([variance], { absolute: samplingErrors * spread });
    expect([found.kurtosis]).toBeAllclose([kurtosis], {
      absolute: samplingErrors * Math.sqrt(24 / COUNT),
    });
  });
});

test("Kaiming takes the slope of the layer's own leaky ReLU where none is given", () => {
  const leaky = { ...weight([9, 20]), slope: 0.5 };
  expect(draw(kaimingNormal(), leaky)).toEqual(draw(kaimingNormal(0.5), weight([9, 20])));
  expect(draw(kaimingNormal(0), leaky)).toEqual(draw(kaimingNormal(), weight([9, 20])));
});

describe("bounds", () => {
  const largest = (x: Float32Array) => x.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

  test("the truncated normal ends at two standard deviations, and reaches them", () => {
    const most = largest(draw(truncatedNormal(0.02), weight(MANY)));
    expect(most).toBeLessThanOrEqual(Math.fround(0.04));
    expect(most).toBeGreaterThan(0.0399);
  });

  test("Xavier's uniform ends at gain·√(6/(fan-in + fan-out)), and reaches it", () => {
    const bound = 3 * Math.sqrt(6 / 350);
    const most = largest(draw(xavierUniform(3), weight(MANY)));
    expect(most).toBeLessThanOrEqual(Math.fround(bound));
    expect(most).toBeGreaterThan(0.999 * bound);
  });

  test("the normal distribution has no bound", () => {
    expect(largest(draw(normal(0.02), weight(MANY)))).toBeGreaterThan(0.08);
  });
});

describe("orthogonal", () => {
  test.each([
    ["wide", [6, 17]],
    ["tall", [17, 6]],
    ["square", [9, 9]],
    ["conv, more inputs", [8, 3, 3, 3]],
    ["conv, more outputs", [40, 3, 3, 3]],
  ])("%s: orthonormal along the shorter side", (_name, shape) => {
    const matrix = asMatrix(shape, draw(orthogonal(), weight(shape)));
    const { rows, columns } = matrix;
    const gram =
      rows <= columns ? matrix.mmul(matrix.transpose()) : matrix.transpose().mmul(matrix);
    const expected = Matrix.eye(Math.min(rows, columns));
    expect(gram.to1DArray()).toBeAllclose(expected.to1DArray(), orthonormal);
  });

  test("multiplies by the gain", () => {
    const plain = draw(orthogonal(), weight([5, 9]));
    const scaled = draw(orthogonal(1.5), weight([5, 9]));
    expect(scaled).toBeAllclose(
      plain.map((x) => 1.5 * x),
      orthonormal,
    );
  });

  test("prefers no sign or direction: entries of 3x3 matrices have mean 0 and variance 1/3", () => {
    const random = randomStream(1, "many");
    const count = 3000;
    const entries = Array.from({ length: count }, () => orthogonal()(weight([3, 3]), random));
    for (let i = 0; i < 9; i++) {
      const { mean, variance } = moments(entries.map((matrix) => matrix[i]!));
      // an entry is uniform on [-1, 1] (Archimedes), so the variance of its square is 4/45
      expect([mean]).toBeAllclose([0], { absolute: samplingErrors * Math.sqrt(1 / 3 / count) });
      expect([variance]).toBeAllclose([1 / 3], {
        absolute: samplingErrors * Math.sqrt(4 / 45 / count),
      });
    }
  });
});

const all: Readonly<Record<string, Initializer>> = {
  normal: normal(0.02),
  truncatedNormal: truncatedNormal(0.02),
  lecunNormal: lecunNormal(),
  xavierUniform: xavierUniform(),
  kaimingNormal: kaimingNormal(),
  orthogonal: orthogonal(),
};

test.each(Object.entries(all))("%s depends on the stream alone", (_name, initializer) => {
  const spec = weight([7, 2, 3, 3]);
  const first = draw(initializer, spec);
  expect(first).toHaveLength(126);
  expect(draw(initializer, spec)).toEqual(first);
  expect(draw(initializer, spec, 2)).not.toEqual(first);
});

test("initialValue: weights by the initializer, scales 1, biases and shifts 0", () => {
  const random = () => randomStream(1, "weights");
  const value = (role: ParameterRole) =>
    initialValue({ ...weight([2, 3]), role }, normal(0.02), random());
  expect(value("weight")).toEqual(normal(0.02)(weight([2, 3]), random()));
  expect(value("scale")).toEqual(new Float32Array(6).fill(1));
  expect(value("bias")).toEqual(new Float32Array(6));
  expect(value("shift")).toEqual(new Float32Array(6));
});
