/** Which factor a weight gets; what it does is in scaled-spectral-norm.test.ts. */
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { gaussian } from "../../../test/support/nn/matrices.ts";
import { reparametrize, weightSpec } from "../../../test/support/nn/reparametrizations.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { cnnDiscriminator } from "../../gan/architectures/index.ts";
import { describeNetwork, type ParameterSpec } from "../../nn/index.ts";
import { bidirectionalScaledSpectralNorm } from "./bidirectional-scaled-spectral-norm.ts";
import { convolutionSpectralNorm } from "./convolution-spectral-norm.ts";
import { type Scale, scaleOf, scaleOption } from "./scale.ts";
import { scaledSpectralNorm } from "./scaled-spectral-norm.ts";

const layer = (name: string, slope?: number): ParameterSpec => ({
  ...weightSpec(3, 4),
  name: `${name}/weight`,
  ...(slope === undefined ? {} : { slope }),
});

test("a number is for every layer", () => {
  expect([layer("conv1"), layer("dense", 0.1)].map((spec) => scaleOf(1.7, spec))).toEqual([
    1.7, 1.7,
  ]);
});

describe("kaiming", () => {
  test("√2 before ReLU, 1 before nothing, near 1 before a line", () => {
    expect(scaleOf("kaiming", layer("conv1", 0))).toBe(Math.SQRT2);
    expect(scaleOf("kaiming", layer("conv1", 1))).toBe(1);
    expect(scaleOf("kaiming", layer("dense"))).toBe(1);
  });

  test("keeps the mean square of a random layer's outputs through leaky ReLUs", () => {
    const [slope, count] = [0.1, 200_000];
    const x = gaussian(count, "x", scaleOf("kaiming", layer("conv1", slope)));
    let square = 0;
    for (const value of x) square += (value > 0 ? value : slope * value) ** 2 / count;
    // the square of a rectified normal variable has a relative standard deviation near √5
    expect([square]).toBeAllclose([1], { absolute: 5 * Math.sqrt(5 / count) });
  });

  test("√(2/1.01) for all layers of the standard CNN, the first and the last too", () => {
    const { parameters } = describeNetwork(cnnDiscriminator({ channels: 8 }), {
      dtype: "float32",
      shape: [1, 3, 32, 32],
    });
    const weights = parameters.filter(({ role }) => role === "weight");
    const gain = Math.sqrt(2 / 1.01);
    expect(weights.map((spec) => scaleOf("kaiming", spec))).toEqual(Array(8).fill(gain));
  });
});

describe("by layer", () => {
  test.each<[string, Scale, Record<string, number>]>([
    ["whole names", { conv1: 2 }, { conv1: 2, conv10: 1, "block/conv1": 1 }],
    ["patterns", { "conv*": 2 }, { conv1: 2, conv10: 2, dense: 1, "block1/conv1": 1 }],
    ["through blocks", { "block1*": 2 }, { "block1/conv1": 2, "block1/shortcut": 2, block2: 1 }],
    ["at the end", { "*/conv1": 2 }, { "block1/conv1": 2, conv1: 1 }],
    ["within", { "b*/c*1": 2 }, { "block1/conv1": 2, "block1/conv2": 1 }],
    ["the rest", { conv1: 2, default: 1.5 }, { conv1: 2, dense: 1.5 }],
    ["all", { "*": 3, default: 1.5 }, { conv1: 3, "block1/conv1": 3 }],
    ["first patterns first", { "conv*": 2, "*1": 3 }, { conv1: 2, conv2: 2, dense1: 3 }],
    ["names before patterns", { "conv*": 2, conv1: 3 }, { conv1: 3, conv2: 2 }],
    ["patterns before the rest", { default: 1.5, "conv*": 2 }, { conv1: 2, dense: 1.5 }],
    ["dots are dots", { "conv.": 2 }, { conv1: 1 }],
    ["nothing", {}, { conv1: 1 }],
  ])("%s", (_title, scale, expected) => {
    const found = Object.keys(expected).map((name) => [name, scaleOf(scale, layer(name, 0))]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});

describe.each([
  ["ssn", scaledSpectralNorm],
  ["bssn", bidirectionalScaledSpectralNorm],
  ["sn-conv", convolutionSpectralNorm],
])("%s", (_name, create) => {
  const weight = gaussian(12, "weight");
  const weightAt = (scale: Scale, spec: ParameterSpec) =>
    reparametrize(create({ scale }), spec, weight, { u: gaussian(3, "u") }).weight;

  test("takes each of them", () => {
    const spec = layer("conv1", 0);
    const one = weightAt(1, spec);
    for (const [scale, factor] of [
      ["kaiming", Math.SQRT2],
      [{ "conv*": 1.25 }, 1.25],
    ] as const) {
      const expected = Array.from(one, (w) => factor * w);
      expect(weightAt(scale, spec)).toBeAllclose(expected, float64Golden);
    }
  });

  test("refuses others", () => {
    for (const scale of [0, -1, "he", { conv1: 0 }, { conv1: "kaiming" }, null, [1]]) {
      expect(() => create({ scale } as object)).toThrow("scale");
    }
  });
});

describe("what is wrong, in words", () => {
  const problem = (scale: unknown) => {
    const { error } = z.strictObject({ scale: scaleOption }).safeParse({ scale });
    return error && z.prettifyError(error);
  };

  test("of numbers", () => {
    expect(problem(0)).toMatchInlineSnapshot(`
      "✖ must be above 0: a scale of 0 makes the network constant, a negative one changes the sign
        → at scale"
    `);
    expect(problem(-1)).toBe(problem(0));
    expect(problem({ conv1: 0 })).toMatchInlineSnapshot(`
      "✖ must be above 0: a scale of 0 makes the network constant, a negative one changes the sign
        → at scale.conv1"
    `);
  });

  test("of other things", () => {
    expect(problem("he")).toMatchInlineSnapshot(`
      "✖ must be a number above 0, kaiming, or a group of layer names with numbers above 0, such as {conv1: 1.2, default: 1}
        → at scale"
    `);
    expect(problem([1])).toBe(problem("he"));
    expect(problem(Number.POSITIVE_INFINITY)).toBe(problem("he"));
    expect(problem({ conv1: "kaiming" })).toBe(problem("he"));
  });
});
