/** Irregularity of a loss: a quadratic by hand, and whole models against PyTorch (scripts/golden/zero-shot.py). */
import { expect, test } from "vitest";
import { withRuntime } from "../../../test/support/gan/small.ts";
import { type GoldenTensor, goldenCases } from "../../../test/support/golden/cases.ts";
import { cpuNetwork, toleranceFor } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate } from "../../graph/index.ts";
import type { ZeroShotData } from "../data/data.ts";
import { drawPlaces, irregularityOf } from "./irregularity.ts";
import { curvatureAlong, spreadOfGradients } from "./loss-surface.ts";
import type { ZeroShotModel } from "./model.ts";

test("the curvature of a quadratic is vᵀAv, whatever the point", () => {
  // ½θᵀAθ − ⟨b, θ⟩ with A = [[4, 1], [1, 3]], in two parameters of one number each
  for (const [first, second] of [
    [0, 0],
    [7, -2],
  ] as const) {
    const g = createBuilder();
    const of = (x: number) => g.constant([x], [1]);
    const parameters = [of(first), of(second)] as const;
    const [a, b] = parameters;
    const squares = g.add(g.mul(2, g.mul(a, a)), g.mul(1.5, g.mul(b, b)));
    const linear = g.sub(g.mul(a, 5), b);
    const scalar = g.sum(g.sub(g.add(squares, g.mul(a, b)), linear), { axes: [0] });
    const curvature = curvatureAlong(g, scalar, parameters, [of(0.6), of(-0.8)]);
    const found = evaluate({ inputs: {}, outputs: { curvature } }, {});
    // 4·0.36 + 2·(−0.48) + 3·0.64
    expect(found.curvature!.data[0]).toBeCloseTo(2.4, 12);
  }
});

test("the spread of the gradients of quadratics around different centers", () => {
  // gradients A(θ − c) at θ = (1, 1) for c = (0, 0), (2, 0), (1, 3), A as above
  const spread = spreadOfGradients();
  for (const gradient of [
    [5, 4],
    [-3, 2],
    [-2, -6],
  ]) {
    spread.add(gradient);
  }
  // means 0, 0; variances (25 + 9 + 4)/2 and (16 + 4 + 36)/2
  expect(spread.spread()).toEqual({ mean: 0, deviation: Math.sqrt(47), variance: 23.5 });
});

test("one gradient has no spread", () => {
  const spread = spreadOfGradients();
  spread.add([3, 4]);
  expect(spread.spread()).toEqual({ mean: 5, deviation: 0, variance: 0 });
});

test.each(goldenCases("irregularity", "zero-shot.json"))(
  "that of $name is PyTorch's",
  async (golden) => {
    const { seen, unseen, examples, directions } = golden.attrs;
    const model: ZeroShotModel = golden.attrs.model;
    const { attributes, features, labels, ...tensors } = golden.inputs;
    const rows = ({ data, shape }: GoldenTensor) => ({
      columns: shape[1]!,
      data: Float32Array.from(data),
    });
    const named = (prefix: string) =>
      Object.fromEntries(
        Object.entries(tensors)
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, { shape, data }]) => {
            return [name.slice(prefix.length), { shape, data: Float32Array.from(data) }] as const;
          }),
      );
    const places = Array.from({ length: examples }, (_, place) => place);
    const data: ZeroShotData = {
      name: "golden",
      classes: Array.from({ length: seen + unseen }, (_, label) => `class ${label}`),
      attributes: rows(attributes!),
      features: rows(features!),
      labels: Int32Array.from(labels!.data),
      ...{ training: places, testSeen: [], testUnseen: [] },
    };
    const found = await withRuntime(async (runtime) => {
      for (const layer of ["dense1/", "dense2/", "prototypes/"]) {
        for (const [name, tensor] of Object.entries(named(layer))) {
          runtime.state.write(`${layer}${name}`, tensor);
        }
      }
      for (const name of model.standardization === null ? [] : ["before", "after"]) {
        const size = model.hidden;
        for (const [buffer, initial] of [
          ["mean", 0],
          ["variance", 1],
        ] as const) {
          const value = { shape: [size], data: new Float32Array(size).fill(initial) };
          runtime.state.write(`${name}/${buffer}`, value);
        }
      }
      const along = Array.from({ length: directions }, (_, i) => named(`direction${i}/`));
      return irregularityOf(data, { runtime, model }, { places, directions: along });
    });
    for (const [name, { data: expected }] of Object.entries(golden.outputs)) {
      const own = Object.values(found[name as keyof typeof found]);
      expect(own, name).toBeAllclose(expected, toleranceFor(expected, cpuNetwork));
    }
  },
);

test("examples are drawn without repetition, directions have length 1", () => {
  const model: ZeroShotModel = {
    ...{ depth: 2, hidden: 5, lastRelu: true, scale: null, normalizeAttributes: false },
    ...{ standardization: null, initialization: "he" },
  };
  const training = Array.from({ length: 200 }, (_, i) => 3 * i);
  const rows = { columns: 4, data: new Float32Array() };
  const { places, directions } = drawPlaces(
    { training, attributes: rows, features: rows },
    model,
    1,
  );
  expect(new Set(places).size).toBe(128);
  expect(places.every((place) => training.includes(place))).toBe(true);
  expect(directions).toHaveLength(32);
  for (const direction of directions) {
    const squares = Object.values(direction).flatMap(({ data }) => [...data].map((x) => x * x));
    expect(squares).toHaveLength(4 * 5 + 5 + 5 * 4 + 4);
    expect(squares.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  }
});
