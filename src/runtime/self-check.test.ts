import { expect, test } from "vitest";
import { withEndOnlyPadding, withWrongResult } from "../../test/support/platform/faulty-engines.ts";
import { nodeEngine } from "./node.ts";
import { selfCheck } from "./self-check.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });

test("passes on the CPU", () => selfCheck(engine));

test("passes on the CPU without the way round WebGPU's convolution", () =>
  selfCheck(withEndOnlyPadding(engine)));

test.each([
  "conv",
  "conv, end-only padding",
  "convInputGrad",
  "convWeightGrad",
  "matmul",
  "sum, sqrt, div",
  "max, exp, log",
  "activations",
  "where, pad, slice",
])("an engine that is wrong in one element of %s is refused", async (output) => {
  const wrong = withWrongResult(engine, output, (x) => x + 0.01);
  await expect(selfCheck(wrong)).rejects.toMatchObject({
    code: "DEVICE",
    details: { wrong: [expect.stringMatching(`^${output} \\(off by 0\\.`)] },
  });
  const notANumber = withWrongResult(engine, output, () => Number.NaN);
  await expect(selfCheck(notANumber)).rejects.toThrow(`${output} (off by Infinity)`);
});

test("what a probe found out is told instead of using the device", async () => {
  const probe = async () => "no driver";
  await expect(selfCheck({ ...engine, probe })).rejects.toMatchObject({
    code: "DEVICE",
    message: "device: cpu cannot be used here: no driver",
  });
});
