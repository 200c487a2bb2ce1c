/** Instruments, verdicts and what is done about them, on real runs of the built command line. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readJsonLines } from "../src/files/json-lines.ts";
import { command, evenkeel, expectRefusal, info, set } from "./support/runs/command-line.ts";
import { pointsSettings, resume, trainHere, trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
const settings = (...more: string[]) => [...pointsSettings, "checkpointEvery=10", ...more];
const train = (out: string, ...more: string[]) =>
  trainHere(join(cwd, out), "eight-gaussians", ...settings(...more));
const trainArgs = (out: string, ...more: string[]) => [
  ...["train", "eight-gaussians", "--no-report", "--out", out],
  ...set(...settings(...more)),
];
const weightsOf = (run: string, step: string) =>
  readFile(join(cwd, run, "checkpoints", step, "weights.safetensors"));

/** A discriminator of a scale so small that the generator learns nothing. */
const vanishing = [
  "steps=40",
  "discriminator.reparametrization={name: ssn, scale: 0.01}",
  "instruments.every=5",
];

test("training goes on as if nothing were measured", async () => {
  const instruments = ["instruments.every=5", "instruments.spectraEvery=10"];
  const measured = await command(cwd, ...trainArgs("measured", "steps=20", ...instruments));
  expect(measured.code).toBe(0);
  expect(measured.out).toContain("health   too early to tell: 5 records up to step 20;");
  const plain = await command(cwd, ...trainArgs("plain", "steps=20", "instruments.every=0"));
  expect(plain.out).not.toContain("health");
  expect(await weightsOf("measured", "000020")).toEqual(await weightsOf("plain", "000020"));
  const records = await readJsonLines(join(cwd, "measured", "metrics.jsonl"));
  const steps = records.flatMap((one) => ("diversity/fake" in one ? [one.gStep] : []));
  expect(steps).toEqual([1, 5, 10, 15, 20]);
  const compared = ["distance/place", "distance/missed", "distance/stray"];
  const last = records.findLast((one) => "diversity/fake" in one)!;
  expect(Object.keys(last)).toEqual(expect.arrayContaining(compared));
  const exact = records.filter((one) => "exactSigma/dense1" in one);
  expect(exact.map(({ gStep }) => gStep)).toEqual([10, 20]);
  expect(Object.keys(exact[0]!)).toEqual(
    expect.arrayContaining(["effectiveRank/dense1", "boundReached/dense1", "fisher/largest"]),
  );
  const { verdict, timings } = await info(join(cwd, "measured"));
  expect(verdict).toMatchObject({ state: "too-early-to-tell", since: 0 });
  expect(timings).toMatchObject({ instruments: expect.any(Number) });
});

test("the weights of networks of images are the same with and without instruments", async () => {
  const steps = ["steps=6", "checkpointEvery=0", "sampleEvery=0"];
  await trainTiny(join(cwd, "seen"), ...steps, "instruments.every=2");
  await trainTiny(join(cwd, "unseen"), ...steps, "instruments.every=0");
  expect(await weightsOf("seen", "000006")).toEqual(await weightsOf("unseen", "000006"));
});

test("a data set of one image is measured, and told to be one", async () => {
  const one = ["data.count=1", "steps=15", "instruments.every=5"];
  await trainTiny(join(cwd, "one-image"), ...one);
  expect((await info(join(cwd, "one-image"))).verdict).toMatchObject({
    state: "mode-collapse-suspected",
    evidence: expect.stringMatching(/^The real images are all alike: they differ by 0\.00 where/),
  });
  const records = await readJsonLines(join(cwd, "one-image", "metrics.jsonl"));
  const compared = ["distance/layout", "distance/texture", "diversity/nearest"];
  expect(Object.keys(records[0]!)).toEqual(expect.arrayContaining(compared));
  const measured = records.filter((one) => "diversity/real" in one);
  expect(measured.map((one) => one["diversity/real"])).toEqual([0, 0, 0, 0]);
});

test("stop: saves and ends, and tells why", async () => {
  const stop = trainArgs("stopped", ...vanishing, "health.action=stop");
  const { code, out, err } = await evenkeel(cwd, ...stop);
  expect(code).toBe(0);
  expect(out).toMatch(/stopped and saved: step 10 of 40/);
  expect(out).toMatch(/health +gradients vanishing since step 1: D's gradient/);
  expect(err).toContain("gradients-vanishing at step 10");
  expect(await info(join(cwd, "stopped"))).toMatchObject({
    status: "stopped",
    exitReason: expect.stringMatching(/^stopped after step 10 for its health: D's gradient/),
    verdict: { state: "gradients-vanishing", since: 1 },
    healthActions: [{ gStep: 10, done: "stops, saved" }],
  });
});

test("lower-learning-rate: the same whether or not the run was interrupted", async () => {
  const options = [...vanishing, "health.action=lower-learning-rate", "health.most=2"];
  await train("whole", ...options);
  const actions = (await info(join(cwd, "whole"))).healthActions as { gStep: number }[];
  expect(actions.map(({ gStep }) => gStep)).toEqual([10, 25]);

  const part = await command(cwd, ...trainArgs("part", ...options), "--until", "20");
  expect(part.code).toBe(0);
  await resume(join(cwd, "part"));
  expect(await weightsOf("part", "000040")).toEqual(await weightsOf("whole", "000040"));
  expect((await info(join(cwd, "part"))).healthActions).toEqual(
    (await info(join(cwd, "whole"))).healthActions,
  );
});

test("roll-back: to the newest checkpoint before the first alarming record", async () => {
  const scale = (value: number) => `discriminator.reparametrization={name: ssn, scale: ${value}}`;
  await train("sound", "steps=20", "instruments.every=5", scale(1));
  const { code, err } = await command(
    cwd,
    ...["train", "--resume", "sound", "--no-report"],
    ...set("steps=40", scale(0.01), "health.action=roll-back", "health.most=1"),
  );
  expect(code).toBe(0);
  expect(err).toMatch(/vanishing at step 35: .* back to step 20, learning rates times 0\.5/);
  const records = await readJsonLines(join(cwd, "sound", "metrics.jsonl"));
  const steps = records.map(({ gStep }) => Number(gStep));
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  const state = JSON.parse(
    await readFile(join(cwd, "sound", "checkpoints", "000040", "state.json"), "utf8"),
  ) as { sections: { health: unknown } };
  expect(state.sections.health).toEqual({ learningRateFactor: 0.5, actions: 1, since: 20 });
});

test("what cannot go together is refused", async () => {
  const every = ["instruments.every=10", "instruments.spectraEvery=15"];
  const spectra = await command(cwd, ...trainArgs("no1", ...every));
  expectRefusal(spectra);
  expect(spectra.err).toContain(
    "instruments.spectraEvery: must be a multiple of instruments.every, 10",
  );
  const none = ["instruments.every=0", "health.action=stop"];
  const action = await command(cwd, ...trainArgs("no2", ...none));
  expectRefusal(action);
  expect(action.err).toContain("health.action: must be none when instruments.every is 0");
});
