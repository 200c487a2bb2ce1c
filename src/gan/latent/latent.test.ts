import { expect, test } from "vitest";
import { randomBatches, smallModel, withRuntime } from "../../../test/support/gan/small.ts";
import { randomStream } from "../../random.ts";
import { createTrainer } from "../trainer.ts";
import { drawLatent, latentDistributions } from "./latent.ts";

const moments = (values: Float32Array) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length] as const;
};

test.each([
  ["normal", 1],
  ["uniform", 1 / 3],
] as const)("%s numbers have mean 0 and variance %f", (latentDistribution, expected) => {
  const z = drawLatent({ latentSize: 8, latentDistribution }, randomStream(3, "z"), 5000);
  expect(z).toHaveLength(40_000);
  const [mean, variance] = moments(z);
  // five standard errors
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(expected / z.length));
  expect(Math.abs(variance / expected - 1)).toBeLessThan(5 * Math.sqrt(2 / z.length));
  const most = z.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  if (latentDistribution === "uniform") expect(most).toBeLessThanOrEqual(1);
  else expect(most).toBeGreaterThan(3);
});

test("normal is the default, number by number", () => {
  const draw = (given: object) => drawLatent({ latentSize: 4, ...given }, randomStream(1, "z"), 3);
  expect(draw({})).toEqual(randomStream(1, "z").fillNormal(new Float32Array(12)));
  expect(draw({ latentDistribution: "normal" })).toEqual(draw({}));
});

test("training draws the definition's", () =>
  withRuntime(async (runtime) => {
    const after = [];
    for (const latentDistribution of [undefined, ...latentDistributions]) {
      const model = smallModel({ latentDistribution });
      const batches = randomBatches(model);
      const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
      after.push(await trainer.step());
    }
    const [standard, normal, uniform] = after;
    expect(normal).toEqual(standard);
    expect(uniform).not.toEqual(standard);
  }));
