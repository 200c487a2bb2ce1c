import { nodeEngine } from "evenkeel/runtime/node";
import { expect, test } from "vitest";
import { measureForms } from "./forms.ts";
import type { ConvLayer } from "./layers.ts";

const size = await nodeEngine({ device: "cpu", threads: 1 }).blocks?.();

test.skipIf(size === undefined)("each operation is timed in every form that fits", async () => {
  const b = size!;
  const layer: ConvLayer = {
    ...{ name: "same", batch: b, inputs: b, outputs: b, kernel: 3, stride: 1 },
    ...{ inputSize: 8, outputSize: 8, transposed: false },
  };
  const { blocks, speeds } = await measureForms({
    batch: b,
    calls: 2,
    threads: 1,
    onProgress: () => undefined,
    layers: [layer],
  });
  expect(blocks).toBe(b);
  expect(speeds.map(({ op, chosen }) => [op, chosen])).toEqual([
    ["conv", "direct"],
    ["convInputGrad", "phases"],
    ["convWeightGrad", "batch-innermost"],
  ]);
  expect(speeds.map(({ forms }) => Object.keys(forms))).toEqual([
    ["winograd", "direct"],
    ["winograd", "phases", "direct"],
    expect.arrayContaining(["winograd", "batch-innermost", "flat"]),
  ]);
  for (const { forms, gflop } of speeds) {
    for (const ms of Object.values(forms)) expect(ms).toBeGreaterThan(0);
    expect(gflop).toBeCloseTo((2 * b * b * b * 64 * 9) / 1e9, 9);
  }
});
