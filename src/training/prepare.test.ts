/** What stands before the first step, where a config and its data set do not agree. */
import { describe, expect, test } from "vitest";
import { loadConfig } from "../config/load.ts";
import type { TrainingMessage } from "./messages.ts";
import { planOfConfig } from "./plan/config-plan.ts";
import { prepare } from "./prepare.ts";

/** What is warned of before a run with so many classes of this set of points. */
async function warnings(data: string, classes: number): Promise<string[]> {
  const config = await loadConfig("quickstart", [
    `data={name: ${data}, count: 100}`,
    `model={architecture: mlp, conditioning: projection, classes: ${classes}, latentSize: 4}`,
    "generator.normalization={name: conditional-batch-norm}",
  ]);
  const told: TrainingMessage[] = [];
  const report = (message: TrainingMessage) => told.push(message);
  const { runtime } = await prepare(planOfConfig(config), report, () => undefined);
  await runtime.release();
  return told.flatMap((message) => (message.type === "warning" ? [message.text] : []));
}

describe("classes", () => {
  test("as many as the data set has", async () => {
    expect(await warnings("moons", 2)).toEqual([]);
    expect(await warnings("ring", 8)).toEqual([]);
  });

  test("more are warned of", async () => {
    expect(await warnings("moons", 8)).toEqual([
      "model.classes: moons has 2 of the 8 classes that are generated; the others have no real images",
    ]);
  });

  test("fewer are refused", async () => {
    await expect(warnings("ring", 3)).rejects.toThrow(
      "model.classes: must be at least 8, the classes of ring, got 3",
    );
  });
});
