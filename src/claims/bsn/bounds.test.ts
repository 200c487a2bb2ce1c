/** What claims on bounds and norms measure, against what the theory says of the same networks. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { trainTiny } from "../../../test/support/runs/small-runs.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { normalizedBothWays } from "./both-ways.ts";
import { nearBound } from "./near-bound.ts";

test("the network that is made for it reaches the bound of the Hessian in every layer", async () => {
  const found = await nearBound();
  expect(found.map(({ layer }) => layer)).toEqual(["dense1", "dense2", "dense3", "dense"]);
  for (const { norm, bound } of found) {
    expect(norm).toBeGreaterThan(0.01);
    // Lanczos iteration in float32 stops at 1e-4
    expect(Math.abs(norm / bound - 1)).toBeLessThan(1e-3);
  }
}, 60_000);

test("the same weights normalized both ways: gradients shrink by the product of the other layers' norms", async () => {
  const folder = join(await temporaryFolder(), "run");
  // biases stay next to 0, so that D is homogeneous in each weight
  const still = "discriminator.optimizer.learningRate=1e-9";
  await trainTiny(folder, "steps=1", "evaluate.every=0", "sampleEvery=0", still);
  const run = { folder, seed: 0 } as Parameters<typeof normalizedBothWays>[0];
  const layers = await normalizedBothWays(run, 1);
  expect(layers).toHaveLength(8);
  for (const { layer, norms, variance, gradient, isConvolution } of layers) {
    // the operator sees a patch whole, so its norm is no smaller
    expect(norms).toBeGreaterThanOrEqual(1);
    expect(isConvolution).toBe(layer !== "dense");
    expect(variance[0] / variance[1]).toBeCloseTo(norms ** 2, 4);
    const others = layers.filter((other) => other.layer !== layer);
    const product = others.reduce((all, other) => all * other.norms, 1);
    expect(gradient[0] / gradient[1] / product).toBeCloseTo(1, 2);
  }
}, 60_000);
