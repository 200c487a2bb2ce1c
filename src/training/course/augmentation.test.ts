/** A run with adaptive augmentation that is stopped and goes on leaves the bytes of one that was not. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { loadConfig } from "../../config/load.ts";
import { readJsonLines } from "../../files/json-lines.ts";
import { planOfConfig } from "../plan/config-plan.ts";
import { runTraining } from "../session.ts";

const STEPS = 7;
const config = await loadConfig("quickstart", [
  ...["model.generatorChannels=32", "model.discriminatorChannels=4", "model.latentSize=16"],
  ...["batchSize=8", "data.count=100", "samples.rows=2", "samples.columns=2"],
  ...[`steps=${STEPS}`, "checkpointEvery=2", "logEvery=1", "instruments.every=0"],
  "augmentation={name: ada, target: -0.99, interval: 3, speed: 240}",
]);

const contentOf = async (run: string) => {
  const last = join(run, "checkpoints", `${STEPS}`.padStart(6, "0"));
  return {
    weights: await readFile(join(last, "weights.safetensors")),
    state: await readFile(join(last, "state.json"), "utf8"),
    generator: await readFile(join(run, "generator.onnx")),
    records: (await readJsonLines(join(run, "metrics.jsonl"))).map(({ time, ...rest }) => rest),
  };
};

test("byte for byte, in the middle of an interval", async () => {
  const folder = await temporaryFolder();
  const [whole, parts] = [join(folder, "whole"), join(folder, "parts")];
  await runTraining(planOfConfig(config), { kind: "new", out: whole });
  await runTraining(planOfConfig(config), { kind: "new", out: parts }, { until: 4 });
  await runTraining(planOfConfig(config), { kind: "resume", folder: parts });
  const expected = await contentOf(whole);
  expect(await contentOf(parts)).toEqual(expected);

  const { streams, sections } = JSON.parse(expected.state);
  expect(streams.augmentation.words.length).toBeGreaterThan(0);
  expect(sections.augmentation).toMatchObject({ steps: STEPS % 3 });
  const records = expected.records.filter((record) => "loss/d" in record);
  // 24 images an interval are a tenth of 240
  expect(records.map((record) => record["augmentation/p"])).toBeAllclose(
    [0, 0, 0.1, 0.1, 0.1, 0.2, 0.2],
    { absolute: 1e-12 },
  );
  expect(records.map((record) => "augmentation/r" in record)).toEqual(
    records.map((_, step) => step >= 2),
  );
});
