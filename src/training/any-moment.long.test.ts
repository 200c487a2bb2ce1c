/**
 * A run that is killed, or whose disk is full, after any single write: it can always be brought to its end.
 */
import { cp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { dyingDisk, type Failure } from "../../test/support/dying-disk.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { loadConfig } from "../config/load.ts";
import { EvenkeelError } from "../errors.ts";
import { readEvaluations } from "../evaluation/results/index.ts";
import { readJsonLines } from "../files/json-lines.ts";
import { isUnstarted } from "../runs/folder/folder-claim.ts";
import { planOfConfig } from "./plan/config-plan.ts";
import { runTraining } from "./session.ts";

// a hundred runs each: several minutes on a slow machine
vi.setConfig({ testTimeout: 900_000 });

const config = await loadConfig("eight-gaussians", [
  ...["steps=4", "checkpointEvery=2", "keepCheckpoints=2", "logEvery=1", "sampleEvery=2"],
  ...[
    "batchSize=16",
    "nDis=1",
    "instruments.every=0",
    "evaluate.every=2",
    "evaluate.metrics=[fid, modes]",
  ],
  ...["model.generatorChannels=16", "model.discriminatorChannels=16", "samples.rows=2"],
]);

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  vi.stubEnv("EVENKEEL_CACHE", join(folder, "cache"));
});

const begin = (out: string, until?: number) =>
  runTraining(planOfConfig(config), { kind: "new", out }, { until });
const resume = (run: string) =>
  runTraining(planOfConfig(config), { kind: "resume", folder: run }, {});

/** Brings a run to its end, as a person would who finds its folder; a complete one is left as it is. */
async function goOn(run: string): Promise<void> {
  if (await isUnstarted(run)) return void (await begin(run));
  await resume(run).catch((error) => {
    if (!(error instanceof EvenkeelError) || error.details.kind !== "complete") throw error;
  });
}

/** Everything of a finished run that does not depend on the clock. */
async function contentOf(run: string) {
  const info = JSON.parse(await readFile(join(run, "run.json"), "utf8"));
  const last = join(run, "checkpoints", "000004");
  return {
    status: info.status,
    counters: info.counters,
    checkpoints: (await readdir(join(run, "checkpoints"))).toSorted(),
    weights: await readFile(join(last, "weights.safetensors")),
    state: await readFile(join(last, "state.json"), "utf8"),
    generator: await readFile(join(run, "generator.onnx")),
    samples: (await readdir(join(run, "samples"))).toSorted(),
    records: (await readJsonLines(join(run, "metrics.jsonl"))).map(({ time, ...rest }) => rest),
    evaluations: (await readEvaluations(join(run, "evaluations.jsonl"))).map(
      ({ gStep, metric, value }) => ({ gStep, metric, value }),
    ),
    leftovers: (await readdir(run)).filter((name) => name.startsWith(".tmp-")),
  };
}

/** Starts runs, lets each fail after one more write, and brings each to its end. */
async function failAtEachWrite(
  failure: Failure,
  start: (run: string) => Promise<unknown>,
  prepare: (run: string) => Promise<unknown> = async () => {},
): Promise<void> {
  const whole = join(folder, "whole");
  await begin(whole);
  const expected = await contentOf(whole);
  const run = join(folder, "r");
  await prepare(run);
  const disk = dyingDisk(run);
  await start(run);
  const writes = disk.count();
  expect(writes).toBeGreaterThan(20);
  for (let allowed = 0; allowed < writes; allowed++) {
    await rm(run, { recursive: true, force: true });
    await prepare(run);
    disk.heal();
    disk.failAfter(allowed, failure);
    await start(run).catch(() => undefined);
    const last = disk.log.at(-1);
    disk.heal();
    await goOn(run);
    expect(await contentOf(run), `${failure} after write ${allowed}, ${last}`).toEqual(expected);
  }
}

describe.each(["killed", "full"] as const)("%s after each single write", (failure) => {
  test("a new run", () => failAtEachWrite(failure, begin));

  test("a resumed run", async () => {
    const half = join(folder, "half");
    await begin(half, 2);
    await failAtEachWrite(failure, resume, (run) => cp(half, run, { recursive: true }));
  });
});
