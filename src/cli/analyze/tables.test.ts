import { expect, test } from "vitest";
import { smallAnalysis } from "../../../test/support/small-analysis.ts";
import { analysisLines } from "./tables.ts";

test("tables: a layer a line, at most 80 columns, every number of its analysis", async () => {
  const analysis = await smallAnalysis();
  const counters = { gStep: 7, dStep: 7, images: 42 };
  const verdict = { state: "not-learning", evidence: "D learns nothing.", since: 3 } as const;
  const lines = analysisLines({
    ...{ path: "runs/one", counters, seed: 0, analysis, notes: [] },
    ...{ verdict, instrumentSeconds: 65 },
  });
  expect(lines[1]).toBe("health: not learning since step 3: D learns nothing.");
  expect(lines[2]).toBe("its instruments took 1m 05s of its training");
  expect(lines[0]).toMatch(/^runs\/one at step 7: /);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  for (const layer of ["conv1", "conv2", "dense"]) {
    expect(lines.filter((line) => line.startsWith(`${layer} `)).length).toBeGreaterThanOrEqual(3);
  }
  const [conv1] = analysis.layers;
  expect(lines.find((line) => line.includes("conv1"))).toContain(
    conv1!.sigma.operator.sigma.toPrecision(3),
  );
  expect(lines.join("\n")).not.toMatch(/NaN|undefined|Infinity/);
});
