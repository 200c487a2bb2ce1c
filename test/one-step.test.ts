/** The platforms' common training step (test/platform) on the CPU provider of onnxruntime-node. */
import { expect, test } from "vitest";
import { nodeEngine } from "../src/runtime/node.ts";
import { expectedSteps, expectSteps } from "./support/platform/expected.ts";
import { withWrongResult } from "./support/platform/faulty-engines.ts";
import { runSteps } from "./support/platform/step-case.ts";

const engine = nodeEngine({ device: "cpu", threads: 2 });
const expected = expectedSteps();

test("one training step equals the float64 reference", async () => {
  expectSteps(await runSteps(engine), expected);
});

test("the hinge cuts off some real images, so that no gradient of the discriminator cancels", () => {
  expect(Array.from(expected.results["discriminator/gradient/dense/bias"]!)).toEqual([0.5]);
});

test.each(["gradient/conv1/weight", "next/discriminator/conv1/weight/m", "loss/d"])(
  "a difference of 1 in 10000 in %s is noticed",
  async (output) => {
    const faulty = withWrongResult(engine, output, (x) => x * (1 + 1e-4));
    const actual = await runSteps(faulty);
    expect(() => expectSteps(actual, expected)).toThrow(/times the tolerance/);
  },
);
