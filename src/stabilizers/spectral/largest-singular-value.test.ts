/** σ by squaring, against full decompositions: in float64 and, on the engine, in float32. */
import { describe, expect, test } from "vitest";
import { runEngine } from "../../../test/support/graph/engine.ts";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import {
  asMatrix,
  firstSingularTriple,
  gaussian,
  inner,
} from "../../../test/support/nn/matrices.ts";
import { exactSigma, float64Golden, squaring } from "../../../test/support/tolerances.ts";
import { exactSpectralNorm } from "../../analysis/weights/index.ts";
import { createBuilder, evaluate, gradient, simplify, sizeOf } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { orthogonal } from "../../nn/index.ts";
import { randomStream } from "../../random.ts";
import { largestSingularValue } from "./largest-singular-value.ts";

type Data = ArrayLike<number>;
interface Subject {
  readonly shape: readonly [number, number];
  readonly data: Data;
}

function sigmaGraph(shape: readonly number[]) {
  const g = createBuilder();
  const w = g.input("w", { dtype: "float32", shape });
  const sigma = largestSingularValue(g, w);
  return { inputs: { w }, outputs: { sigma, slope: gradient(g, sigma, [w])[0]! } };
}

/** σ and its gradient in float64. */
function reference({ shape, data }: Subject) {
  const { sigma, slope } = evaluate(sigmaGraph(shape), { w: data });
  return { sigma: sigma!.data[0]!, slope: slope!.data };
}

/** The same in float32, on onnxruntime-node. */
async function engine({ shape, data }: Subject) {
  const { inputs, outputs } = simplify(sigmaGraph(shape));
  const results = await runEngine(toOnnx({ inputs, outputs }), inputs, { w: data });
  return { sigma: results.sigma!.data[0]!, slope: results.slope!.data };
}

const random = (...shape: [number, number]): Subject => ({
  shape,
  data: gaussian(sizeOf(shape), `matrix ${shape}`),
});
const diagonal = (...values: number[]): Subject => ({
  shape: [values.length, values.length],
  data: Float32Array.from({ length: values.length ** 2 }, (_, i) =>
    i % (values.length + 1) === 0 ? values[Math.floor(i / values.length)]! : 0,
  ),
});
const rankOne = (rows: number, columns: number): Subject => {
  const [left, right] = [gaussian(rows, "left"), gaussian(columns, "right")];
  const data = Array.from(left).flatMap((a) => Array.from(right, (b) => a * b));
  return { shape: [rows, columns], data: Float32Array.from(data) };
};
const orthonormal = (rows: number, columns: number): Subject => {
  const spec = { name: "w", shape: [rows, columns], role: "weight", fanIn: 1, fanOut: 1 } as const;
  return { shape: [rows, columns], data: orthogonal(3)(spec, randomStream(1, "orthogonal")) };
};
const single = (rows: number, columns: number, value: number): Subject => {
  const data = new Float32Array(rows * columns);
  data[columns + 1] = value;
  return { shape: [rows, columns], data };
};
const times = ({ shape, data }: Subject, factor: number): Subject => ({
  shape,
  data: Float32Array.from(data, (x) => x * factor),
});

const simple: readonly (readonly [string, Subject])[] = [
  ["a wide matrix", random(5, 9)],
  ["a tall matrix", random(9, 5)],
  ["a square matrix", random(12, 12)],
  ["a row", random(1, 20)],
  ["a column", random(20, 1)],
  ["rank 1", rankOne(7, 10)],
  ["all 0 but for one", single(4, 6, -0.3)],
  ["all 0 but for a tiny one", single(6, 4, 1e-30)],
  ["tiny numbers", times(random(5, 9), 2 ** -100)],
  ["huge numbers", times(random(5, 9), 2 ** 100)],
  ["σ₂ 1 % below σ₁", diagonal(1, -0.99, 0.5)],
  ["σ₂ 1e-5 below σ₁", diagonal(1 - 1e-5, 1, 0.5)],
];
/** Several singular values that are the largest. */
const degenerate: readonly (readonly [string, Subject])[] = [
  ["the identity", diagonal(1, 1, 1, 1, 1)],
  ["two of three", diagonal(2, -2, 1)],
  ["orthogonal, square", orthonormal(8, 8)],
  ["orthonormal rows", orthonormal(6, 15)],
  ["orthonormal columns", orthonormal(15, 6)],
];

describe.each(simple)("%s", (_name, subject) => {
  const exact = firstSingularTriple(asMatrix(subject.shape, subject.data));
  const outer = exact.u.flatMap((a) => exact.v.map((b) => a * b));

  test("in float64 is the full decomposition's, with the gradient u vᵀ", () => {
    const { sigma, slope } = reference(subject);
    expect([sigma / exact.sigma]).toBeAllclose([1], exactSigma);
    expect(slope).toBeAllclose(outer, squaring.float64Slope);
  });

  test("in float32 on the engine", async () => {
    const { sigma } = await engine(subject);
    expect([sigma / exact.sigma]).toBeAllclose([1], squaring.float32);
  });
});

describe.each(degenerate)("several largest: %s", (_name, subject) => {
  const { sigma: expected } = firstSingularTriple(asMatrix(subject.shape, subject.data));
  // a subgradient: of nuclear norm 1, and ⟨∂σ/∂W, W⟩ = σ
  const check = (found: { sigma: number; slope: Data }, tolerance: { relative: number }) => {
    expect([found.sigma]).toBeAllclose([expected], tolerance);
    expect([inner(found.slope, subject.data)]).toBeAllclose([expected], tolerance);
    const norm = Math.sqrt(inner(found.slope, found.slope));
    expect(norm).toBeLessThan(1 + tolerance.relative);
    expect(norm).toBeGreaterThan(0.9 / Math.sqrt(Math.min(...subject.shape)));
  };

  test("in float64", () => check(reference(subject), squaring.float64Several));
  test("in float32 on the engine", async () => check(await engine(subject), squaring.float32));
});

test.each([
  [128, 128],
  [96, 200],
] as const)("orthonormal %i x %i, as large as a layer's, on the engine", async (rows, columns) => {
  const { sigma, slope } = await engine(orthonormal(rows, columns));
  expect([sigma]).toBeAllclose([3], squaring.float32);
  expect([inner(slope, orthonormal(rows, columns).data)]).toBeAllclose([3], squaring.float32);
});

test("the identity's gradient is the identity over its size: the mean of all u vᵀ", () => {
  const { slope } = reference(diagonal(1, 1, 1, 1));
  expect(slope).toBeAllclose(diagonal(0.25, 0.25, 0.25, 0.25).data, float64Golden);
});

test.each([1e-6, 1e-7, 3e-8, 1e-8, 1e-10])("σ₂ %f below σ₁: too small by 8e-9 at most", (gap) => {
  const g = createBuilder();
  const values = [1, 1 - gap, 0.3];
  const matrix = g.constant(
    values.flatMap((x, i) => values.map((_, j) => (i === j ? x : 0))),
    [3, 3],
  );
  const { sigma } = evaluate(
    { inputs: {}, outputs: { sigma: largestSingularValue(g, matrix) } },
    {},
  );
  expect(sigma!.data[0]).toBeLessThanOrEqual(1);
  expect(sigma!.data[0]).toBeGreaterThan(1 - 8.3e-9);
});

test.each([
  [64, 27],
  [64, 256],
  [128, 576],
] as const)("a Gaussian matrix %i x %i as large as a layer's, on the engine", async (...shape) => {
  const data = gaussian(sizeOf(shape), "layer", 0.02);
  const { sigma } = await engine({ shape, data });
  expect([sigma]).toBeAllclose([exactSpectralNorm({ shape, data })], squaring.float32);
});

test.each<[number, number]>([
  [4, 7],
  [7, 4],
])("the gradient is the derivative: %i x %i", (...shape) => {
  const { data } = random(...shape);
  const experiment = { graph: sigmaGraph(shape), feeds: { w: Float64Array.from(data) } };
  checkDerivative(experiment, { of: "sigma", gradients: { w: "slope" } });
});

test("zeros have no σ: NaN, as with power iteration", () => {
  expect(reference({ shape: [2, 3], data: new Float32Array(6) }).sigma).toBeNaN();
});
