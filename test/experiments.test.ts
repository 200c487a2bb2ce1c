/** Experiments of several seeds on the built command line: real processes, real folders. */
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  command,
  evenkeel,
  expectRefusal,
  info,
  type Result,
  set,
} from "./support/runs/command-line.ts";
import { expectSameRun, summary } from "./support/runs/experiments.ts";
import { points, tiny, trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

const linesOf = (text: string, line: string) => text.split("\n").filter((one) => one === line);

const shared = sharedFolder();
const trained = join(shared, "runs/0001-quickstart-unconditional");
let result: Result;
beforeAll(async () => {
  const args = [...tiny, ...set("steps=3", "seed=3"), "--seeds", "2"];
  result = await evenkeel(shared, "train", ...args);
});

/** A copy of the experiment of two seeds and three steps, `e` in a folder of its own. */
async function folderWithExperiment(): Promise<string> {
  const cwd = await temporaryFolder();
  await cp(trained, join(cwd, "e"), { recursive: true });
  return cwd;
}

describe("an experiment", () => {
  test("is the single runs with these seeds, byte for byte", async () => {
    const { code, out, err } = result;
    expect(code).toBe(0);
    expect(await readdir(trained)).toEqual([
      "attempts",
      "config.yaml",
      "experiment.json",
      "report.html",
      "seed-3",
      "seed-4",
      "summary.json",
    ]);
    expect(err.match(/warning: generator\.ema/g)).toHaveLength(1);
    expect(linesOf(out, "next")).toHaveLength(1);
    expect(out).toMatch(/^ {2}loss\/d +2 /m);
    for (const seed of [3, 4]) {
      await trainTiny(join(shared, `single-${seed}`), "steps=3", `seed=${seed}`);
      await expectSameRun(
        shared,
        `single-${seed}`,
        `runs/0001-quickstart-unconditional/seed-${seed}`,
        3,
      );
    }
  });

  test("goes on after a seed was killed at its end, and another while its folder was made", async () => {
    const cwd = await folderWithExperiment();
    const first = await summary(join(cwd, "e"));
    const run = join(cwd, "e/seed-3/run.json");
    const running = { ...(await info(join(cwd, "e/seed-3"))), status: "running", exitReason: null };
    await writeFile(run, JSON.stringify(running));
    const config = await readFile(join(cwd, "e/seed-4/config.yaml"));
    for (const name of await readdir(join(cwd, "e/seed-4"))) {
      if (name !== "attempts") await rm(join(cwd, "e/seed-4", name), { recursive: true });
    }
    await writeFile(join(cwd, "e/seed-4/config.yaml"), config);
    const { code, err } = await command(cwd, "train", "--resume", "e", "--no-report");
    expect(code).toBe(0);
    expect(err).toContain("all 3 generator steps are done; completing the rest of the run");
    expect(await summary(join(cwd, "e"))).toEqual(first);
  });

  test("leaves a failed seed out of the band, and says so", async () => {
    const cwd = await folderWithExperiment();
    await rm(join(cwd, "e/seed-4"), { recursive: true });
    const wild = set("generator.optimizer.learningRate=1e30");
    const { code, out } = await command(cwd, "train", "--resume", "e", ...wild);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}loss\/d +1 /m);
    expect(out).toMatch(/^ {2}left out: 1 of 2 seeds\n {4}seed 4 {2}a loss, .* at step 2$/m);
    expect(out).not.toContain("--resume");
    const { measures, leftOut } = await summary(join(cwd, "e"));
    expect(measures["loss/d"].runs).toBe(1);
    expect(leftOut).toMatchObject([{ seed: 4, reason: expect.stringMatching(/at step 2$/) }]);
  });

  test("tells its cost beforehand and leaves nothing", async () => {
    const cwd = await temporaryFolder();
    const { code, out } = await command(cwd, "train", ...points, "--dry-run", "--seeds", "3");
    expect(code).toBe(0);
    expect(out).toMatch(/^all seeds .* for 3 runs$/m);
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each([
    ["no seeds", ["--seeds", "0"], "a whole number of at least 1"],
    ["seeds of a run", ["--resume", "run", "--seeds", "2"], "must be used alone"],
    [
      "no model",
      [
        ...tiny,
        "--seeds",
        "2",
        "--out",
        "e",
        ...set("discriminator.reparametrization.layers=[nope]"),
      ],
      "nope",
    ],
    [
      "no data",
      [...tiny, "--seeds", "2", "--out", "e", ...set("data.name=folder", "data.path=nowhere")],
      "nowhere",
    ],
  ])("leaves nothing: %s", async (_what, args, text) => {
    const cwd = await temporaryFolder();
    const { code, err } = await command(cwd, "train", ...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /m);
    expect(err).toContain(text);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("of an experiment that is there changes nothing", async () => {
    const cwd = await folderWithExperiment();
    const config = await readFile(join(cwd, "e/config.yaml"), "utf8");
    const refused = async (text: string, ...args: string[]) => {
      const result = await command(cwd, ...args);
      expectRefusal({ ...result, err: result.err.slice(result.err.indexOf("error: ")) });
      expect(result.err).toContain(text);
      expect(await readFile(join(cwd, "e/config.yaml"), "utf8")).toBe(config);
    };
    const resume = ["train", "--resume", "e", "--set"];
    await refused("seed: an experiment keeps its original seeds, 3, 4, got 5", ...resume, "seed=5");
    await refused(
      "steps: must be at least 3, which seed 3 has completed, got 1",
      ...resume,
      "steps=1",
    );
    await refused("belongs to different networks", ...resume, "model.discriminatorChannels=8");
    const data = set("data.name=folder", "data.path=nowhere");
    await refused("nowhere", ...resume, "steps=4", ...data);
    await refused("occupied", "train", ...tiny, "--seeds", "2", "--out", "e");
    await refused("such as e/seed-3.", "sample", "e");
    await refused("such as e/seed-3.", "export", "e");
  });
});
