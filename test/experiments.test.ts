/** Experiments of several seeds on the built command line: real processes, real folders. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evenkeel, expectRefusal, info, start, tiny, until } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const set = (...options: string[]) => options.flatMap((option) => ["--set", option]);
const linesOf = (text: string, line: string) => text.split("\n").filter((one) => one === line);

async function summary(experiment: string) {
  return JSON.parse(await readFile(join(experiment, "summary.json"), "utf8"));
}

/** The weights and the samples of a run's last step must be another's, byte for byte. */
async function expectSameRun(cwd: string, one: string, other: string, step: number): Promise<void> {
  const digits = String(step).padStart(6, "0");
  const files = [`checkpoints/${digits}/weights.safetensors`, `samples/${digits}.png`];
  for (const file of [...files, "generator.onnx"]) {
    const [a, b] = await Promise.all([one, other].map((run) => readFile(join(cwd, run, file))));
    expect(a!.equals(b!), `${file} of ${one} and ${other}`).toBe(true);
  }
}

describe("an experiment", () => {
  test("is the single runs with these seeds, byte for byte", async () => {
    const cwd = await temporaryFolder();
    const args = ["train", ...tiny, ...set("steps=3")];
    const { code, out, err } = await evenkeel(cwd, ...args, ...set("seed=3"), "--seeds", "2");
    expect(code).toBe(0);
    expect(await readdir(join(cwd, "runs/0001-quickstart"))).toEqual([
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
      await evenkeel(cwd, ...args, ...set(`seed=${seed}`), "--out", `single-${seed}`);
      await expectSameRun(cwd, `single-${seed}`, `runs/0001-quickstart/seed-${seed}`, 3);
    }
  });

  test("is made longer, stopped in either seed, and ends as if it had been so from the start", async () => {
    const cwd = await temporaryFolder();
    const whole = ["train", ...tiny, ...set("steps=40"), "--seeds", "2", "--out", "whole"];
    expect((await evenkeel(cwd, ...whole)).code).toBe(0);
    await evenkeel(cwd, "train", ...tiny, ...set("steps=1"), "--seeds", "2", "--out", "torn");

    const resume = ["train", "--resume", "torn"];
    const stopIn = async (heading: string, ...args: string[]) => {
      const { child, result, seen } = start(cwd, ...resume, ...args);
      await until(() => /step \d+\/40/.test(seen().split(heading)[1] ?? ""));
      child.kill("SIGINT");
      const { code, out } = await result;
      expect(code).toBe(130);
      expect(out.slice(out.indexOf("next"))).toBe("next\n  npx evenkeel train --resume torn\n");
    };
    await stopIn("seed 0, 1 of 2", ...set("steps=40"));
    await stopIn("seed 1, 2 of 2");
    const { code, err } = await evenkeel(cwd, ...resume);
    expect(code).toBe(0);
    expect(err).toContain("seed 0, 1 of 2: done before");
    for (const seed of [0, 1])
      await expectSameRun(cwd, `torn/seed-${seed}`, `whole/seed-${seed}`, 40);
    expect(await summary(join(cwd, "torn"))).toEqual(await summary(join(cwd, "whole")));
    const again = await evenkeel(cwd, ...resume);
    expect(again.err).toContain("seed 1, 2 of 2: done before");
    expect(again.out).toContain("npx evenkeel train --resume torn --set steps=80");
  });

  test("goes on after a seed was killed at its end, and another while its folder was made", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, ...set("steps=2"), "--seeds", "2", "--out", "e");
    const first = await summary(join(cwd, "e"));
    const run = join(cwd, "e/seed-0/run.json");
    const running = { ...(await info(join(cwd, "e/seed-0"))), status: "running", exitReason: null };
    await writeFile(run, JSON.stringify(running));
    const config = await readFile(join(cwd, "e/seed-1/config.yaml"));
    for (const name of await readdir(join(cwd, "e/seed-1"))) {
      await rm(join(cwd, "e/seed-1", name), { recursive: true });
    }
    await writeFile(join(cwd, "e/seed-1/config.yaml"), config);
    const { code, err } = await evenkeel(cwd, "train", "--resume", "e");
    expect(code).toBe(0);
    expect(err).toContain("seed 0, 1 of 2: done before");
    expect(await summary(join(cwd, "e"))).toEqual(first);
  });

  test("leaves a failed seed out of the band, and says so", async () => {
    const cwd = await temporaryFolder();
    const args = [...tiny, ...set("steps=3")];
    await evenkeel(cwd, "train", ...args, "--seeds", "2", "--out", "e");
    await rm(join(cwd, "e/seed-1"), { recursive: true });
    const wild = set("generator.optimizer.learningRate=1e30");
    const { code, out } = await evenkeel(cwd, "train", "--resume", "e", ...wild);
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}loss\/d +1 /m);
    expect(out).toMatch(/^ {2}left out: 1 of 2 seeds\n {4}seed 1 {2}a loss, .* at step 2$/m);
    expect(out).not.toContain("--resume");
    const { measures, leftOut } = await summary(join(cwd, "e"));
    expect(measures["loss/d"].runs).toBe(1);
    expect(leftOut).toMatchObject([{ seed: 1, reason: expect.stringMatching(/at step 2$/) }]);
  });

  test("tells its cost beforehand and leaves nothing", async () => {
    const cwd = await temporaryFolder();
    const { code, out } = await evenkeel(cwd, "train", ...tiny, "--dry-run", "--seeds", "3");
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
    const { code, err } = await evenkeel(cwd, "train", ...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: /m);
    expect(err).toContain(text);
    expect(await readdir(cwd)).toEqual([]);
  });

  test("of an experiment that is there changes nothing", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, ...set("steps=2"), "--seeds", "2", "--out", "e");
    const config = await readFile(join(cwd, "e/config.yaml"), "utf8");
    const refused = async (text: string, ...args: string[]) => {
      const result = await evenkeel(cwd, ...args);
      expectRefusal({ ...result, err: result.err.slice(result.err.indexOf("error: ")) });
      expect(result.err).toContain(text);
      expect(await readFile(join(cwd, "e/config.yaml"), "utf8")).toBe(config);
    };
    const resume = ["train", "--resume", "e", "--set"];
    await refused(
      "seed: an experiment keeps the seeds it began with, 0, 1, got 5",
      ...resume,
      "seed=5",
    );
    await refused("steps: must be at least 2, which seed 0 has done, got 1", ...resume, "steps=1");
    await refused("of other networks", ...resume, "model.discriminatorChannels=8");
    const data = set("data.name=folder", "data.path=nowhere");
    await refused("nowhere", ...resume, "steps=3", ...data);
    await refused("occupied", "train", ...tiny, "--seeds", "2", "--out", "e");
    await refused("such as e/seed-0.", "sample", "e");
    await refused("such as e/seed-0.", "export", "e");
  });
});
