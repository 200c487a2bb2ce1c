/** `evenkeel train --from`: runs that start from another run's weights. */
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import { command, evenkeel, expectRefusal, info, set } from "./support/runs/command-line.ts";
import { loadTraining, resume, tiny, trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const quiet = ["threads=1", "instruments.every=0", "sampleEvery=0", "logEvery=0"];
const folder = sharedFolder();
const source = join(folder, "source");

/** The tensors of a run's checkpoint. */
async function tensorsOf(run: string, step: number) {
  const name = String(step).padStart(6, "0");
  const file = await readFile(join(run, "checkpoints", name, "weights.safetensors"));
  return { file, tensors: decodeSafetensors(file).tensors };
}

/** Trains the tiny networks from the source's weights in this process; returns what a person is told. */
async function trainFrom(out: string, ...settings: string[]): Promise<readonly string[]> {
  const { loadConfig, planOfConfig, runTraining } = await loadTraining();
  const tinySet = tiny.filter((word) => word.includes("="));
  const config = await loadConfig("quickstart-unconditional", [...tinySet, ...quiet, ...settings]);
  const told: string[] = [];
  await runTraining(
    planOfConfig(config),
    { kind: "new", out },
    {
      report: (message) => {
        if (message.type === "note" || message.type === "warning") told.push(message.text);
      },
    },
  );
  return told;
}

beforeAll(async () => {
  await trainTiny(source, ...quiet, "steps=4", "checkpointEvery=2", "seed=3", "generator.ema=0.9");
});

test("the command takes the weights, halves the rates, tells both and records the source", async () => {
  const args = ["--from", "source", ...set(...quiet, "steps=1", "generator.ema=0.9")];
  const { code, out, err } = await evenkeel(
    folder,
    "train",
    ...tiny,
    ...args,
    "--out",
    "taken",
    "--no-report",
  );
  expect(code, err).toBe(0);
  const run = join(folder, "taken");
  expect(err + out).toMatch(
    /learning rates times 0\.5.*generator 0\.001 → 0\.0005, discriminator 0\.0004 → 0\.0002/,
  );
  expect(err + out).toMatch(
    /starts from step 4 of .*source: (\d+) of \1 tensors taken, 100 % of the numbers/,
  );
  const config = await readFile(join(run, "config.yaml"), "utf8");
  const { from } = await info(run);
  const { file } = await tensorsOf(source, 4);
  const sha256 = createHash("sha256").update(file).digest("hex");
  expect(from).toMatchObject({ run: source, step: 4, sha256, fresh: 0 });
  expect(config).toContain(`from:\n  run: ${source}\n  step: 4\n  sha256: ${sha256}\n`);
  expect(config).toContain("learningRate: 0.0005");
});

test("with learning rates of almost 0 a step leaves every weight as it was in the source", async () => {
  const rates = ["generator", "discriminator"].map((p) => `${p}.optimizer.learningRate=1e-30`);
  const out = join(folder, "still");
  const told = await trainFrom(
    out,
    `from.run=${source}`,
    "from.step=2",
    "steps=1",
    "generator.ema=0",
    ...rates,
  );
  expect(told).toContainEqual(expect.stringMatching(/starts from step 2 of/));
  expect(told).toContainEqual(expect.stringMatching(/^there, but not in these networks.*: ema/));
  const [before, after] = [(await tensorsOf(source, 2)).tensors, (await tensorsOf(out, 1)).tensors];
  const weights = [...after.keys()].filter((name) => /\/(weight|bias|scale|shift)$/.test(name));
  expect(weights.length).toBeGreaterThan(20);
  for (const name of weights)
    expect(after.get(name)!.data, name).toBeAllclose(before.get(name)!.data, { absolute: 1e-25 });
  expect((await info(out)).counters.gStep).toBe(1);
});

test("other networks take what fits, and say what does not and why", async () => {
  const out = join(folder, "other");
  const told = await trainFrom(out, `from.run=${source}`, "steps=1", "model.latentSize=8");
  expect(told).toContainEqual(
    "fresh, of another shape (2 tensors): generator/dense/weight [512, 8], there [512, 16], ema/dense/weight [512, 8], there [512, 16]",
  );
  const { from } = await info(out);
  expect(from.fresh).toBe(2);
});

test("it is resumed byte for byte, from a checkpoint and from before the first one", async () => {
  const settings = [`from.run=${source}`, "steps=4", "checkpointEvery=2", "keepCheckpoints=0"];
  const whole = join(folder, "whole");
  await trainFrom(whole, ...settings);
  const expected = (await tensorsOf(whole, 4)).file;

  const half = join(folder, "half");
  await trainFrom(half, ...settings.map((one) => one.replace("steps=4", "steps=2")));
  // a checkpoint has everything: the source may be gone
  await rename(source, `${source}-away`);
  try {
    await resume(half, "steps=4");
  } finally {
    await rename(`${source}-away`, source);
  }
  expect((await tensorsOf(half, 4)).file.equals(expected)).toBe(true);

  const early = join(folder, "early");
  await cp(half, early, { recursive: true });
  await rm(join(early, "checkpoints"), { recursive: true });
  await mkdir(join(early, "checkpoints"));
  expect(await resume(early)).toContainEqual(expect.stringMatching(/^starts from step 4 of/));
  expect((await tensorsOf(early, 4)).file.equals(expected)).toBe(true);
});

test("a run that has begun keeps its source", async () => {
  const out = join(folder, "kept");
  await trainFrom(out, `from.run=${source}`, "steps=1");
  await expect(resume(out, "steps=2", `from.run=${folder}/another`)).rejects.toThrow(
    /^from: must stay step 4 of .*source, which the run has started from, got step 4 of .*another/,
  );
});

test("nothing to start from is refused before anything is written", async () => {
  const refused = async (...args: string[]) => {
    const result = await command(folder, "train", ...tiny, ...args, "--out", "refused");
    expectRefusal(result);
    return result.err;
  };
  expect(await refused("--from", "missing")).toContain("missing: there is no such folder");
  await cp(source, join(folder, "bare"), { recursive: true });
  await rm(join(folder, "bare", "checkpoints"), { recursive: true });
  expect(await refused("--from", "bare")).toContain("there is no checkpoint yet");
  expect(await refused("--from", "source", "--step", "3")).toContain(
    "checkpoints of these steps: 2, 4",
  );
  expect(await refused("--from", "source", "--step", "best")).toContain("no checkpoint is marked");
  expect(await refused("--step", "2")).toContain("--step must be used with --from");
  expect(await refused("--from-rates", "1")).toContain("--from-rates must be used with --from");
});

test("networks that nothing fits, and weights that have changed, are refused", async () => {
  const out = join(folder, "unfit");
  const wide = [
    "model.generatorChannels=64",
    "model.discriminatorChannels=8",
    "model.latentSize=8",
  ];
  await expect(trainFrom(out, `from.run=${source}`, "steps=1", ...wide)).rejects.toThrow(
    /source: no weight of step 4 fits these networks, cnn at 32 pixels/,
  );
  const sha256 = "0".repeat(64);
  await expect(
    trainFrom(out, `from.run=${source}`, `from.sha256=${sha256}`, "steps=1"),
  ).rejects.toThrow(/the weights are not those of from\.sha256, 000000000000…/);
});
