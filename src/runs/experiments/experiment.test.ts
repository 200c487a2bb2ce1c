/** Experiments: their folders, where their seeds stand, and the bands of their runs. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { loadConfig } from "../../config/load.ts";
import { writeCheckpoint } from "../checkpoints/checkpoints.ts";
import { clearUnstarted } from "../folder/folder-claim.ts";
import { createRunFolder, type RunFolder } from "../folder/run-folder.ts";
import { changedExperimentConfig } from "./change.ts";
import {
  createExperiment,
  discardExperiment,
  type Experiment,
  experimentConfig,
  openExperiment,
  seedState,
} from "./experiment.ts";
import { summarize } from "./summary.ts";

const config = await loadConfig("quickstart", ["name=trial", "seed=5", "steps=3"]);

/** A run's folder with a checkpoint of this step. */
async function begin(
  { folderOf }: Experiment,
  seed: number,
  gStep: number,
  status: "running" | "done" = "done",
): Promise<RunFolder> {
  const about = { name: "trial", config: "name: trial\n", device: "cpu", seed };
  const run = await createRunFolder({ ...about, out: folderOf(seed) });
  const content = {
    counters: { gStep, dStep: gStep, images: gStep },
    architecture: "a",
    streams: {},
    shuffle: null,
    sections: {},
    tensors: new Map(),
  };
  if (gStep > 0) await writeCheckpoint(run.files.checkpoints, content, 1);
  await run.update({ status });
  return run;
}

async function record(run: RunFolder, ...records: readonly object[]): Promise<void> {
  const lines = records.map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(run.files.metrics, lines.join(""));
}

describe("an experiment's folder", () => {
  test("tells its seeds, opens again and has nothing of a run's", async () => {
    const out = join(await temporaryFolder(), "mine");
    const created = await createExperiment(config, 3, out);
    expect(created.seeds).toEqual([5, 6, 7]);
    expect(created.folderOf(6)).toBe(join(out, "seed-6"));
    const { folderOf: _a, ...opened } = (await openExperiment(out))!;
    const { folderOf: _b, ...expected } = created;
    expect(opened).toEqual(expected);
    expect(await experimentConfig(created)).toEqual(config);
    expect(await readdir(out)).toEqual(["attempts", "config.yaml", "experiment.json"]);
    await expect(createExperiment(config, 3, out)).rejects.toThrow(/occupied/);
  });

  test("is not made for a config that describes no model", async () => {
    const cwd = await temporaryFolder();
    const reparametrization = { ...config.discriminator.reparametrization, layers: ["nope"] };
    const wrong = { ...config, discriminator: { ...config.discriminator, reparametrization } };
    await expect(createExperiment(wrong as typeof config, 2, join(cwd, "e"))).rejects.toThrow(
      /nope/,
    );
    expect(await readdir(cwd)).toEqual([]);
  });

  test("goes without a trace while no run has begun, and stays with what else is in it", async () => {
    const cwd = await temporaryFolder();
    await discardExperiment(await createExperiment(config, 2, join(cwd, "unused")));
    expect(await readdir(cwd)).toEqual([]);
    const other = await createExperiment(config, 2, join(cwd, "other"));
    await mkdir(other.folderOf(5));
    await writeFile(join(other.folderOf(5), "notes.txt"), "mine");
    await discardExperiment(other);
    expect(await readdir(other.folderOf(5))).toEqual(["notes.txt"]);
  });

  test("may be none, or damaged", async () => {
    const folder = await temporaryFolder();
    expect(await openExperiment(folder)).toBeUndefined();
    expect(await openExperiment(join(folder, "nowhere"))).toBeUndefined();
    await writeFile(join(folder, "experiment.json"), '{"kind": "evenkeel-experiment"');
    await expect(openExperiment(folder)).rejects.toThrow(/must describe an experiment/);
  });
});

describe("a seed", () => {
  const experiment = async () => createExperiment(config, 3, join(await temporaryFolder(), "e"));

  test("is done once run.json says so and the steps are saved", async () => {
    const e = await experiment();
    await begin(e, 5, 3);
    expect(await seedState(e, 5, 3)).toMatchObject({ status: "done", gStep: 3 });
    expect(await seedState(e, 5, 4)).toMatchObject({ status: "begun", gStep: 3 });
  });

  test("is not done when its process was killed after the last checkpoint", async () => {
    const e = await experiment();
    await begin(e, 5, 3, "running");
    expect(await seedState(e, 5, 3)).toMatchObject({ status: "begun", gStep: 3 });
  });

  test("is not done when it failed at the last step, before that was saved", async () => {
    const e = await experiment();
    const run = await begin(e, 5, 2);
    const counters = { gStep: 3, dStep: 3, images: 3 };
    await run.update({ status: "failed", exitReason: "not finite at step 3", counters });
    const state = { status: "begun", gStep: 2, exitReason: "not finite at step 3" };
    expect(await seedState(e, 5, 3)).toEqual(state);
  });

  test("is new when its process was killed while it made the folder", async () => {
    const e = await experiment();
    expect((await seedState(e, 5, 3)).status).toBe("new");
    const folder = e.folderOf(6);
    await mkdir(join(folder, "checkpoints"), { recursive: true });
    await mkdir(join(folder, "samples"));
    await writeFile(join(folder, "config.yaml"), "seed: 6\n");
    await writeFile(join(folder, ".tmp-run.json-1-0"), "{");
    expect((await seedState(e, 6, 3)).status).toBe("new");
    await clearUnstarted(folder);
    await begin(e, 6, 0, "running");
    expect(await seedState(e, 6, 3)).toMatchObject({ status: "begun", gStep: 0 });
    await clearUnstarted(folder);
    expect(await readdir(folder)).toContain("run.json");
  });

  test("is refused where something else is in its folder", async () => {
    const e = await experiment();
    await mkdir(e.folderOf(5));
    await writeFile(join(e.folderOf(5), "notes.txt"), "mine");
    await expect(seedState(e, 5, 3)).rejects.toThrow(/this is not a run folder/);
  });
});

describe("a changed config", () => {
  test("keeps the seeds, and has no fewer steps than are done", async () => {
    const e = await createExperiment(config, 2, join(await temporaryFolder(), "e"));
    expect((await changedExperimentConfig(e, ["steps=9", "seed=5"])).steps).toBe(9);
    const reseeded = changedExperimentConfig(e, ["seed=6"]);
    await expect(reseeded).rejects.toThrow("seed: an experiment keeps its original seeds, 5, 6");
    expect(await experimentConfig(e)).toEqual(config);
  });
});

describe("bands", () => {
  test("are mean, sample deviation, least and most of the runs' last values", async () => {
    const e = await createExperiment(config, 3, join(await temporaryFolder(), "bands"));
    const records = [
      [
        { gStep: 1, "loss/d": 100 },
        { gStep: 2, "loss/d": 1, "loss/g": 7 },
        { gStep: 3, "loss/d": 2, "loss/g": "NaN", time: 8 },
        { gStep: 3, dStep: 3, images: 9, "modes/covered": 8 },
      ],
      [{ gStep: 3, "loss/d": 4, gamma: 1.5 }],
      [{ gStep: 3, "loss/d": 9, "loss/g": 0.5 }],
    ];
    for (const [i, lines] of records.entries()) await record(await begin(e, 5 + i, 3), ...lines);
    const { measures, ...rest } = await summarize(e, 3);
    expect(measures).toEqual({
      "loss/d": { runs: 3, mean: 5, std: Math.sqrt((9 + 1 + 16) / 2), least: 2, most: 9 },
      // the last value of seed 5 is no number
      "loss/g": { runs: 1, mean: 0.5, std: null, least: 0.5, most: 0.5 },
      gamma: { runs: 1, mean: 1.5, std: null, least: 1.5, most: 1.5 },
      "modes/covered": { runs: 1, mean: 8, std: null, least: 8, most: 8 },
    });
    expect(rest).toEqual({ name: "trial", seeds: [5, 6, 7], steps: 3, leftOut: [] });
    const kept = JSON.parse(await readFile(join(e.path, "summary.json"), "utf8"));
    expect(kept).toEqual({ ...rest, measures });
  });

  test("leave out what has not done these steps, and say why", async () => {
    const e = await createExperiment(config, 6, join(await temporaryFolder(), "torn"));
    await record(await begin(e, 5, 3), { gStep: 3, "loss/d": 2 });
    const failed = await begin(e, 6, 0);
    await failed.update({ status: "failed", exitReason: "not finite at step 2" });
    await record(failed, { gStep: 1, "loss/d": 1 }, { gStep: 2, "loss/d": "NaN" });
    await record(await begin(e, 7, 2), { gStep: 2, "loss/d": 1 });
    await record(await begin(e, 8, 6), { gStep: 6, "loss/d": 1 });
    await record(await begin(e, 9, 3), { gStep: 2, "loss/d": 1 });
    const { measures, leftOut } = await summarize(e, 3);
    expect(measures).toEqual({ "loss/d": { runs: 1, mean: 2, std: null, least: 2, most: 2 } });
    expect(leftOut).toEqual([
      { seed: 6, gStep: 0, reason: "not finite at step 2" },
      { seed: 7, gStep: 2, reason: "it is at step 2 of 3" },
      { seed: 8, gStep: 6, reason: "it is at step 6, beyond 3" },
      { seed: 9, gStep: 3, reason: "its records end at step 2 of 3" },
      { seed: 10, gStep: 0, reason: "it has not begun" },
    ]);
  });
});
