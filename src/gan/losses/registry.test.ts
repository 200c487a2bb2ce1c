import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../test/support/golden/cases.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, gradient } from "../../graph/index.ts";
import type { Loss } from "./loss.ts";
import { losses } from "./registry.ts";

const names = { hinge: "hinge", non_saturating: "non-saturating" } as const;

/** Both halves of a loss for these outputs, with their gradients. */
function values(
  name: keyof typeof losses,
  real: readonly number[],
  fake: readonly number[],
  upstream = 1,
) {
  const g = createBuilder();
  const input = (key: string, n: number) => g.input(key, { dtype: "float32", shape: [n, 1] });
  const inputs = { real: input("real", real.length), fake: input("fake", fake.length) };
  const d = losses[name].discriminator(g, inputs.real, inputs.fake);
  const generator = losses[name].generator(g, inputs.fake);
  const [dReal, dFake] = gradient(g, g.mul(d, upstream), [inputs.real, inputs.fake]);
  const [slope] = gradient(g, generator, [inputs.fake]);
  return evaluate(
    { inputs, outputs: { d, dReal: dReal!, dFake: dFake!, generator, slope: slope! } },
    { real, fake },
  );
}

test.each(goldenCases("discriminator_loss"))("$name equals PyTorch's", (golden) => {
  const { attrs, inputs, outputs } = golden;
  const name = names[attrs.loss as keyof typeof names];
  const { real, fake, upstream } = inputs;
  const found = values(name, real!.data, fake!.data, upstream!.data[0]);
  expect(found.d!.data).toBeAllclose(outputs.y!.data, float64Golden);
  expect(found.dReal!.data).toBeAllclose(outputs["gradient.real"]!.data, float64Golden);
  expect(found.dFake!.data).toBeAllclose(outputs["gradient.fake"]!.data, float64Golden);
});

const real = [0.3, -2, 1.5, 4];
const fake = [-0.5, -3, 2, 0];
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b) / x.length;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe("hinge", () => {
  test("E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))), and −E D(G(z))", () => {
    const { d, generator, slope } = values("hinge", real, fake);
    const expected =
      mean(real.map((x) => Math.max(0, 1 - x))) + mean(fake.map((x) => Math.max(0, 1 + x)));
    expect(d!.data).toBeAllclose([expected], float64Golden);
    expect(generator!.data).toBeAllclose([-mean(fake)], float64Golden);
    expect(slope!.data).toEqual(Float64Array.of(-0.25, -0.25, -0.25, -0.25));
  });
});

describe("non-saturating", () => {
  test("is cross entropy: −E log s(D(x)) − E log(1 − s(D(G(z)))), and −E log s(D(G(z)))", () => {
    const { d, generator, slope } = values("non-saturating", real, fake);
    const expected =
      -mean(real.map((x) => Math.log(sigmoid(x)))) - mean(fake.map((x) => Math.log(sigmoid(-x))));
    expect(d!.data).toBeAllclose([expected], float64Golden);
    expect(generator!.data).toBeAllclose(
      [-mean(fake.map((x) => Math.log(sigmoid(x))))],
      float64Golden,
    );
    expect(slope!.data).toBeAllclose(
      fake.map((x) => -sigmoid(-x) / 4),
      float64Golden,
    );
  });

  test("is 2·log 2 where D cannot tell, and the generator's gradient does not vanish", () => {
    const undecided = values("non-saturating", [0, 0], [0, 0]);
    expect(undecided.d!.data).toBeAllclose([2 * Math.LN2], float64Golden);
    const lost = values("non-saturating", [50, 50], [-50, -50]);
    expect(lost.slope!.data).toBeAllclose([-0.5, -0.5], float64Golden);
  });

  test("stays finite for outputs of any size", () => {
    const { d, generator } = values("non-saturating", [-1e4], [1e4]);
    expect(d!.data).toEqual(Float64Array.of(2e4));
    expect(generator!.data).toEqual(Float64Array.of(0));
  });
});

test("real and generated batches may differ in size", () => {
  const { d } = values("hinge", [0, 0, 0], [0]);
  expect(d!.data).toBeAllclose([2], float64Golden);
});

describe("saturating", () => {
  test("D as for the standard loss, G: E log(1 − s(D(G(z)))), flat where D wins", () => {
    const found = values("saturating", real, fake);
    expect(found.d!.data).toEqual(values("non-saturating", real, fake).d!.data);
    const expected = mean(fake.map((x) => Math.log(1 - sigmoid(x))));
    expect(found.generator!.data).toBeAllclose([expected], float64Golden);
    expect(found.slope!.data).toBeAllclose(
      fake.map((x) => -sigmoid(x) / 4),
      float64Golden,
    );
  });
});

test("wasserstein: E D(G(z)) − E D(x), and −E D(G(z))", () => {
  const found = values("wasserstein", real, fake);
  expect(found.d!.data).toBeAllclose([mean(fake) - mean(real)], float64Golden);
  expect(found.generator!.data).toBeAllclose([-mean(fake)], float64Golden);
});

test("least squares: ½ E(D(x) − 1)² + ½ E D(G(z))², and ½ E(D(G(z)) − 1)²", () => {
  const found = values("least-squares", real, fake);
  const squares = (x: readonly number[], target: number) => mean(x.map((v) => (v - target) ** 2));
  const expected = (squares(real, 1) + squares(fake, 0)) / 2;
  expect(found.d!.data).toBeAllclose([expected], float64Golden);
  expect(found.generator!.data).toBeAllclose([squares(fake, 1) / 2], float64Golden);
});

test.each(Object.entries<Loss>(losses))("%s has no lower bound if it says so", (name, loss) => {
  expect(loss.summary).toMatch(/\w/);
  const { d } = values(name as keyof typeof losses, [1e6], [-1e6]);
  expect(d!.data[0]! < -1e3).toBe(loss.needsLimitedSlope);
});

test.each(Object.entries<Loss>(losses))(
  "%s: where real and generated images are alike, D's loss is least at its undecided output, if it has one",
  (name, { undecided = 0 }) => {
    const at = (x: number) => values(name as keyof typeof losses, [x], [x]).d!.data;
    if (undecided === null) {
      expect(at(7)).toBeAllclose(at(-3), float64Golden);
      return;
    }
    for (const distance of [0.5, 3, 20]) {
      expect(at(undecided + distance)).toBeAllclose(at(undecided - distance), float64Golden);
    }
    expect(at(undecided + 20)[0]).toBeGreaterThan(at(undecided)[0]!);
  },
);
