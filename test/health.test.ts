/** Instruments, verdicts and what is done about them, on real runs of the built command line. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readJsonLines } from "../src/files/json-lines.ts";
import { evenkeel, expectRefusal, points, tiny } from "./support/runs/command-line.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "evenkeel-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const set = (...options: string[]) => options.flatMap((one) => ["--set", one]);
const train = (out: string, ...options: string[]) =>
  evenkeel(
    cwd,
    "train",
    ...points,
    "--no-report",
    "--out",
    out,
    ...set("checkpointEvery=10", ...options),
  );
const weightsOf = (run: string, step: string) =>
  readFile(join(cwd, run, "checkpoints", step, "weights.safetensors"));
const infoOf = async (run: string) =>
  JSON.parse(await readFile(join(cwd, run, "run.json"), "utf8")) as Record<string, unknown>;

/** A discriminator of a scale so small that the generator learns nothing. */
const vanishing = [
  "steps=40",
  "discriminator.reparametrization={name: ssn, scale: 0.01}",
  "instruments.every=5",
];

test("training goes on as if nothing were measured", async () => {
  const measured = await train(
    "measured",
    "steps=20",
    "instruments.every=5",
    "instruments.spectraEvery=10",
  );
  expect(measured.code).toBe(0);
  expect(measured.out).toContain("health   healthy");
  expect((await train("plain", "steps=20", "instruments.every=0")).out).not.toContain("health");
  expect(await weightsOf("measured", "000020")).toEqual(await weightsOf("plain", "000020"));
  const records = await readJsonLines(join(cwd, "measured", "metrics.jsonl"));
  const steps = records.flatMap((one) => ("diversity/fake" in one ? [one.gStep] : []));
  expect(steps).toEqual([1, 5, 10, 15, 20]);
  const exact = records.filter((one) => "exactSigma/dense1" in one);
  expect(exact.map(({ gStep }) => gStep)).toEqual([10, 20]);
  expect(Object.keys(exact[0]!)).toEqual(
    expect.arrayContaining(["effectiveRank/dense1", "boundReached/dense1", "fisher/largest"]),
  );
  const { verdict, timings } = await infoOf("measured");
  expect(verdict).toMatchObject({ state: "healthy" });
  expect(timings).toMatchObject({ instruments: expect.any(Number) });
});

test("a data set of one image is measured, and told to be one", async () => {
  const { code } = await evenkeel(
    cwd,
    ...["train", ...tiny, "--no-report", "--out", "one-image"],
    ...set("data.count=1", "steps=15", "instruments.every=5"),
  );
  expect(code).toBe(0);
  expect((await infoOf("one-image")).verdict).toMatchObject({
    state: "mode-collapse-suspected",
    evidence: expect.stringMatching(/^The real images are all alike: they differ by 0\.00 where/),
  });
  const records = await readJsonLines(join(cwd, "one-image", "metrics.jsonl"));
  const measured = records.filter((one) => "diversity/real" in one);
  expect(measured.map((one) => one["diversity/real"])).toEqual([0, 0, 0, 0]);
});

test("stop: saves and ends, and tells why", async () => {
  const { code, out, err } = await train("stopped", ...vanishing, "health.action=stop");
  expect(code).toBe(0);
  expect(out).toMatch(/stopped and saved: step 10 of 40/);
  expect(out).toMatch(/health +gradients vanishing since step 1: D's gradient/);
  expect(err).toContain("gradients-vanishing at step 10");
  expect(await infoOf("stopped")).toMatchObject({
    status: "stopped",
    exitReason: expect.stringMatching(/^stopped after step 10 for its health: D's gradient/),
    verdict: { state: "gradients-vanishing", since: 1 },
    healthActions: [{ gStep: 10, done: "stops, saved" }],
  });
});

test("lower-learning-rate: the same whether or not the run was interrupted", async () => {
  const options = [...vanishing, "health.action=lower-learning-rate", "health.most=2"];
  const whole = await train("whole", ...options);
  expect(whole.code).toBe(0);
  const actions = (await infoOf("whole")).healthActions as { gStep: number }[];
  expect(actions.map(({ gStep }) => gStep)).toEqual([10, 25]);

  const part = await evenkeel(
    cwd,
    ...["train", ...points, "--no-report", "--out", "part", "--until", "20"],
    ...set("checkpointEvery=10", ...options),
  );
  expect(part.code).toBe(0);
  const rest = await evenkeel(cwd, "train", "--resume", "part", "--no-report");
  expect(rest.code).toBe(0);
  expect(await weightsOf("part", "000040")).toEqual(await weightsOf("whole", "000040"));
  expect((await infoOf("part")).healthActions).toEqual((await infoOf("whole")).healthActions);
});

test("roll-back: to the newest checkpoint before the first alarming record", async () => {
  const scale = (value: number) => `discriminator.reparametrization={name: ssn, scale: ${value}}`;
  expect((await train("sound", "steps=20", "instruments.every=5", scale(1))).code).toBe(0);
  const { code, err } = await evenkeel(
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
  const spectra = await train("no1", "instruments.every=10", "instruments.spectraEvery=15");
  expectRefusal(spectra);
  expect(spectra.err).toContain(
    "instruments.spectraEvery: must be a multiple of instruments.every, 10",
  );
  const action = await train("no2", "instruments.every=0", "health.action=stop");
  expectRefusal(action);
  expect(action.err).toContain("health.action: must be none when instruments.every is 0");
});
