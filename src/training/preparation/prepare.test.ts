/** What stands before the first step, where a config and its data set do not agree. */
import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../config/load.ts";
import type { TrainingMessage } from "../messages.ts";
import { planOfConfig } from "../plan/config-plan.ts";
import { prepare } from "./prepare.ts";

/** What is warned of before a run with so many classes of these points. */
async function warnings(
  data: string,
  classes: number,
  { count = 100, resumed = false } = {},
): Promise<string[]> {
  const config = await loadConfig("quickstart-unconditional", [
    `data={name: ${data}, count: ${count}}`,
    `model={architecture: mlp, conditioning: projection, classes: ${classes}, latentSize: 4}`,
    "generator.normalization={name: conditional-batch-norm}",
  ]);
  const told: TrainingMessage[] = [];
  const report = (message: TrainingMessage) => told.push(message);
  const { runtime } = await prepare(planOfConfig(config), report, () => undefined, { resumed });
  await runtime.release();
  return told.flatMap((message) => (message.type === "warning" ? [message.text] : []));
}

describe("classes", () => {
  test("as many as the data set has", async () => {
    expect(await warnings("moons", 2)).toEqual([]);
    expect(await warnings("ring", 8)).toEqual([]);
  });

  test("more are refused, with both numbers, and only warned of where a run has begun with them", async () => {
    await expect(warnings("moons", 5)).rejects.toThrow(
      "model.classes: must be 2, the classes of moons (upper, lower), got 5",
    );
    expect(await warnings("moons", 5, { resumed: true })).toEqual([
      "model.classes: moons has 2 of the 5 classes that are generated; the others have no real images",
    ]);
  });

  test.each([false, true])("fewer are refused (resumed: %s)", async (resumed) => {
    await expect(warnings("ring", 3, { resumed })).rejects.toThrow(
      /^model\.classes: must be 8, the classes of ring \(.+ and 3 more\), got 3$/,
    );
  });

  test("without images are warned of", async () => {
    expect(await warnings("ring", 8, { count: 6 })).toEqual([
      expect.stringMatching(
        /^data: no image of ring is of the class .+, .+, which is generated as well$/,
      ),
    ]);
  });
});

describe("threads", () => {
  const cores = availableParallelism();
  /** The threads of an engine for a config and a run that has had `before`. */
  async function threads(setting: number, before: number | undefined): Promise<number | undefined> {
    const config = await loadConfig("eight-gaussians", [`threads=${setting}`, "data.count=100"]);
    const how = { threads: before };
    const plan = planOfConfig(config);
    const { runtime } = await prepare(
      plan,
      () => undefined,
      () => undefined,
      how,
    );
    await runtime.release();
    return runtime.engine.sessionOptions.intraOpNumThreads;
  }

  test("a run keeps those that it has had, unless the config names a number", async () => {
    expect(await threads(0, undefined)).toBe(cores);
    expect(await threads(0, 1)).toBe(1);
    expect(await threads(2, 1)).toBe(2);
  });

  test("of a machine with more cores are not taken over", async () => {
    expect(await threads(0, cores + 1)).toBe(cores);
  });
});
