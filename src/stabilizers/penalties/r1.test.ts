import { describe, expect, test } from "vitest";
import { checkDerivative } from "../../../test/support/graph/finite-difference.ts";
import { inner } from "../../../test/support/nn/matrices.ts";
import { IMAGES, linear, penalize, smooth } from "../../../test/support/nn/penalties.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { evaluate, sizeOf } from "../../graph/index.ts";
import { r1 } from "./r1.ts";

describe("a smooth convolutional discriminator", () => {
  const { graph, feeds, names } = penalize(smooth, r1({ weight: 3 }));

  test("γ/2 · mean ‖∇ₓD(x)‖², the slopes by finite differences of D", () => {
    const h = 6e-6;
    const outputsAt = (i: number, step: number) => {
      const real = Float64Array.from(feeds.real!);
      real[i]! += step;
      return evaluate(graph, { ...feeds, real }).outputs!.data;
    };
    let sum = 0;
    for (let i = 0; i < sizeOf(IMAGES); i++) {
      const n = Math.floor(i / 32);
      sum += ((outputsAt(i, h)[n]! - outputsAt(i, -h)[n]!) / (2 * h)) ** 2;
    }
    const { penalty } = evaluate(graph, feeds);
    expect(penalty!.shape).toEqual([]);
    expect(penalty!.data).toBeAllclose([((3 / 2) * sum) / 3], { relative: 1e-8 });
  });

  test("its gradient to the weights and the images equals finite differences", () => {
    checkDerivative(
      { graph, feeds },
      {
        of: "penalty",
        gradients: Object.fromEntries(names.map((name) => [name, `gradient ${name}`])),
      },
    );
  });

  test("its gradient is not 0 where it should not be, and 0 to generated images and to the last bias", () => {
    const results = evaluate(graph, feeds);
    const size = (name: string) => {
      const { data } = results[`gradient ${name}`]!;
      return inner(data, data);
    };
    for (const name of ["real", "conv1/weight", "conv1/bias", "conv2/weight", "dense/weight"]) {
      expect(size(name), name).toBeGreaterThan(1e-4);
    }
    expect(size("fake")).toBe(0);
    expect(size("dense/bias")).toBe(0);
  });
});

test.each([undefined, 0.5])(
  "a linear discriminator: γ/2·‖w‖², of gradient γ·w (γ %s)",
  (weight) => {
    const gamma = weight ?? 10;
    const { graph, feeds } = penalize(linear, r1(weight === undefined ? {} : { weight }));
    const w = feeds["dense/weight"]!;
    const results = evaluate(graph, feeds);
    expect(results.penalty!.data).toBeAllclose([(gamma / 2) * inner(w, w)], float64Golden);
    expect(results["gradient dense/weight"]!.data).toBeAllclose(
      w.map((x) => gamma * x),
      float64Golden,
    );
    expect(results["gradient real"]!.data).toEqual(new Float64Array(96));
  },
);

test("refuses a weight that is not positive", () => {
  expect(() => r1({ weight: 0 })).toThrow("weight");
});
