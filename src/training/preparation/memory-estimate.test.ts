import { expect, test } from "vitest";
import { caseModel, cases } from "../../bench/cases.ts";
import { assembleModel } from "../../config/assemble.ts";
import { loadConfig } from "../../config/load.ts";
import type { MemoryKeeper } from "../../runtime/node-memory.ts";
import { estimateMemory } from "./memory-estimate.ts";

/**
 * Highest resident memory, in MiB: where glibc keeps it, that of docs/performance.md (small networks on two threads);
 * with the engine's arenas, of the same steps.
 */
const MEASURED = {
  glibc: {
    "cnn32-none-b64": 658,
    "cnn32-sn-b64": 686,
    "cnn32-bssn-b64": 699,
    "cnn32-wgan-gp-b64": 848,
    "resnet32-sn-b64": 1843,
    "cnn32-sn-quarter-b16": 232,
    "cnn32-sn-quarter-b64": 323,
  },
  arena: {
    "cnn32-sn-b64": 847,
    "cnn32-wgan-gp-b64": 1036,
    "resnet32-sn-b64": 2101,
    "cnn32-sn-quarter-b16": 211,
  },
} as const;
const measurements = Object.entries(MEASURED).flatMap(([keeper, peaks]) =>
  Object.entries(peaks).map(([name, peak]) => [name, keeper as MemoryKeeper, peak] as const),
);

test.each(measurements)("%s, %s, takes what was measured, within 15 %%", (name, keeper, peak) => {
  const definition = cases.find((each) => each.name === name);
  const estimate = estimateMemory(caseModel(definition!), keeper) / 2 ** 20;
  expect(Math.abs(estimate / peak - 1)).toBeLessThan(0.15);
});

test("the quickstart takes what was measured, within 15 %", async () => {
  const estimate = estimateMemory(assembleModel(await loadConfig("quickstart"))) / 2 ** 20;
  expect(Math.abs(estimate / 237 - 1)).toBeLessThan(0.15);
});
