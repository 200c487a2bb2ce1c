/** Experiments: their folders and the bands of their runs. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { configSchema } from "./config/schema.ts";
import { createExperiment, openExperiment, seedStatus, summarize } from "./experiment.ts";

const config = configSchema.parse({ name: "trial", seed: 5 });

test("an experiment's folder tells its seeds, and opens again", async () => {
  const out = join(await temporaryFolder(), "mine");
  const created = await createExperiment(config, 3, out);
  expect(created.seeds).toEqual([5, 6, 7]);
  expect(created.folderOf(6)).toBe(join(out, "seed-6"));
  const { folderOf: _a, ...opened } = (await openExperiment(out))!;
  const { folderOf: _b, ...expected } = created;
  expect(opened).toEqual(expected);
  expect(await seedStatus(created, 5)).toBe("new");
  await expect(createExperiment(config, 3, out)).rejects.toThrow(/mine/);
});

test("a folder that is none, and one that is damaged", async () => {
  const folder = await temporaryFolder();
  expect(await openExperiment(folder)).toBeUndefined();
  expect(await openExperiment(join(folder, "nowhere"))).toBeUndefined();
  await writeFile(join(folder, "experiment.json"), '{"kind": "evenkeel-experiment"');
  await expect(openExperiment(folder)).rejects.toThrow(/must describe an experiment/);
});

test("bands: mean, sample deviation, least and most of the runs' last values", async () => {
  const experiment = await createExperiment(config, 3, join(await temporaryFolder(), "bands"));
  const records = [
    [
      { gStep: 1, "loss/d": 100 },
      { gStep: 2, "loss/d": 1, "modes/covered": 8 },
      { gStep: 3, "loss/d": 2 },
    ],
    [{ gStep: 3, "loss/d": 4, "loss/g": "NaN" }],
    [{ gStep: 3, "loss/d": 9, "loss/g": 0.5 }],
  ];
  for (const [i, lines] of records.entries()) {
    const folder = experiment.folderOf(5 + i);
    await mkdir(folder);
    const text = lines.map((record) => `${JSON.stringify(record)}\n`).join("");
    await writeFile(join(folder, "metrics.jsonl"), text);
  }
  const bands = await summarize(experiment);
  expect(bands).toEqual({
    "loss/d": { runs: 3, mean: 5, std: Math.sqrt((9 + 1 + 16) / 2), least: 2, most: 9 },
    "loss/g": { runs: 1, mean: 0.5, std: null, least: 0.5, most: 0.5 },
    "modes/covered": { runs: 1, mean: 8, std: null, least: 8, most: 8 },
  });
  const kept = JSON.parse(await readFile(join(experiment.path, "summary.json"), "utf8"));
  expect(kept).toEqual({ name: "trial", seeds: [5, 6, 7], measures: bands });
});
