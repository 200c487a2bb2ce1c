import { expect, test } from "vitest";
import { caseModel, cases } from "../bench/cases.ts";
import { assembleModel } from "../config/assemble.ts";
import { loadConfig } from "../config/load.ts";
import { estimateMemory } from "./memory-estimate.ts";

/** Highest resident memory, in MiB, as `evenkeel bench all` printed it: docs/performance.md. */
const MEASURED = {
  "cnn32-none-b64": 796,
  "cnn32-sn-b64": 812,
  "cnn32-bssn-b64": 861,
  "cnn32-wgan-gp-b64": 939,
  "resnet32-sn-b64": 1594,
} as const;

test.each(Object.entries(MEASURED))(
  "%s takes what was measured, within 15 %%",
  (name, measured) => {
    const definition = cases.find((each) => each.name === name);
    const estimate = estimateMemory(caseModel(definition!)) / 2 ** 20;
    expect(Math.abs(estimate / measured - 1)).toBeLessThan(0.15);
  },
);

test("the quickstart takes what was measured, within 15 %", async () => {
  const estimate = estimateMemory(assembleModel(await loadConfig("quickstart"))) / 2 ** 20;
  expect(Math.abs(estimate / 237 - 1)).toBeLessThan(0.15);
});
