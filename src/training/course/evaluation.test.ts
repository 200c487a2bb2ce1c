import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { loadConfig } from "../../config/load.ts";
import { runEvaluation } from "../../evaluation/request/session.ts";
import { compareEvaluations } from "../../evaluation/results/index.ts";
import { readEvaluations } from "../../evaluation/results/record.ts";
import { readJsonLines } from "../../files/json-lines.ts";
import { createBuilder, mean } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { readBest } from "../../runs/checkpoints/best.ts";
import { openTrained } from "../../runs/trained/trained.ts";
import type { TrainingMessage } from "../messages.ts";
import { planOfConfig } from "../plan/config-plan.ts";
import { runTraining } from "../session.ts";

const tiny = [
  ...["steps=6", "checkpointEvery=3", "keepCheckpoints=1", "logEvery=1", "batchSize=16"],
  ...["model.generatorChannels=16", "model.discriminatorChannels=16", "nDis=1"],
];
const evaluated = ["evaluate.every=2", "evaluate.metrics=[fid, modes]"];

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  vi.stubEnv("EVENKEEL_CACHE", join(folder, "cache"));
});

async function train(
  name: string,
  set: readonly string[],
  resume = false,
  recipe = "eight-gaussians",
) {
  const config = await loadConfig(recipe, [...tiny, ...set]);
  const path = join(folder, name);
  const messages: TrainingMessage[] = [];
  await runTraining(
    planOfConfig(config),
    resume ? { kind: "resume", folder: path } : { kind: "new", out: path },
    { report: (message) => messages.push(message) },
  );
  return { path, messages };
}

const bytes = (path: string, file: string) => readFile(join(path, file));
const distances = async (path: string) =>
  (await readEvaluations(join(path, "evaluations.jsonl")))
    .filter(({ metric }) => metric === "frechet-distance")
    .map(({ gStep, value }) => ({ gStep, value }));

test("a run with evaluations is the run without, byte for byte", async () => {
  const without = await train("without", []);
  const { path, messages } = await train("with", evaluated);
  for (const file of ["weights.safetensors", "state.json"]) {
    const [one, other] = [
      await bytes(without.path, `checkpoints/000006/${file}`),
      await bytes(path, `checkpoints/000006/${file}`),
    ];
    expect(one.equals(other), file).toBe(true);
  }
  expect((await distances(path)).map(({ gStep }) => gStep)).toEqual([2, 4, 6]);
  expect(await readdir(without.path)).not.toContain("evaluations.jsonl");
  const lines = await readJsonLines(join(path, "metrics.jsonl"));
  const logged = lines.filter((line) => "evaluate/frechet-distance" in line);
  expect(logged.map((line) => line["evaluate/frechet-distance"])).toEqual(
    (await distances(path)).map(({ value }) => value),
  );
  expect(logged[0]).toHaveProperty("evaluate/modes-covered");
  const shown = messages.filter((m) => m.type === "progress").map(({ measures }) => measures);
  expect(shown.at(-1)).toHaveProperty(
    "evaluate/frechet-distance",
    logged[1]!["evaluate/frechet-distance"],
  );
});

test("the best checkpoint stays, is marked, and can be opened", async () => {
  // a generator that stays as it is, so that the first evaluation is never surpassed
  const { path } = await train("run", [...evaluated, "generator.optimizer.learningRate=1e-30"]);
  const all = await distances(path);
  const least = all.reduce((best, one) => (one.value < best.value ? one : best));
  expect(least.gStep).toBe(2);
  expect(await readBest(join(path, "checkpoints"))).toMatchObject({
    step: least.gStep,
    metric: "frechet-distance",
    value: least.value,
  });
  expect((await openTrained(path, "best")).counters.gStep).toBe(least.gStep);
  expect((await openTrained(path)).counters.gStep).toBe(6);
  const name = (step: number) => String(step).padStart(6, "0");
  const kept = (await readdir(join(path, "checkpoints"))).filter((one) => /^\d+$/.test(one));
  expect(kept.sort()).toEqual([...new Set([name(least.gStep!), name(6)])].sort());

  const forgetful = await train("other", [...evaluated, "evaluate.keepBest=false"]);
  expect(await readdir(join(forgetful.path, "checkpoints"))).toEqual(["000006"]);
});

test("a resumed run evaluates as the whole one does, and makes up for what is missing", async () => {
  const whole = await train("whole", evaluated);
  const { path } = await train("parts", ["steps=4"]);
  await train("parts", evaluated, true);
  expect(await distances(path)).toEqual((await distances(whole.path)).slice(1));
  expect(
    (await bytes(path, "checkpoints/000006/weights.safetensors")).equals(
      await bytes(whole.path, "checkpoints/000006/weights.safetensors"),
    ),
  ).toBe(true);
});

test("what goes wrong in an evaluation is told, and training goes on", async () => {
  const { path } = await train("run", ["steps=2"]);
  await mkdir(join(folder, "cache"), { recursive: true });
  await writeFile(join(folder, "cache/references"), "a file where a folder should be");
  const { messages } = await train("run", [...evaluated, "steps=4"], true);
  const notes = messages.flatMap((m) => (m.type === "note" ? [m.text] : []));
  expect(notes.join("\n")).toMatch(/the evaluation of step 4 failed: /);
  expect((await openTrained(path)).counters.gStep).toBe(4);
});

test.each([
  ["evaluate.protocol=shapes", /evaluate.protocol: must be points for the points of ring/],
  ["evaluate.metrics=[is]", /must not have is for points/],
  ["evaluate.metrics=[intra-fid]", /must not have intra-fid when model.conditioning is none/],
  ["evaluate.metrics=[fidd]", /evaluate.metrics.*fidd/],
])("%s is refused", async (set, message) => {
  await expect(loadConfig("eight-gaussians", [set])).rejects.toThrow(message);
});

test("the features that a config names are those of its evaluations, and of later ones", async () => {
  const network = (factor: number) => {
    const g = createBuilder();
    const images = g.input("images", { dtype: "float32", shape: [1, 3, 32, 32] });
    const features = g.mul(mean(g, images, [2, 3]), factor);
    return toOnnx({ inputs: { images }, outputs: { features } }, { batchAxis: "n" });
  };
  const file = join(folder, "net.onnx");
  await writeFile(file, network(1));
  const own = ["evaluate.every=2", "steps=2", `evaluate.features=${file}`, "data.count=50"];
  const { path } = await train("own", own, false, "quickstart-unconditional");
  const evaluations = () => readEvaluations(join(path, "evaluations.jsonl"));
  const [record] = await evaluations();
  expect(record).toMatchObject({
    metric: "frechet-distance",
    protocol: { name: "custom (from shapes)", settings: { features: { extractor: "net.onnx" } } },
    extractor: { name: "net.onnx", dimension: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  const later = async (features?: string) => {
    const request = { path, features, device: "cpu", metrics: ["fid"], changes: {} } as const;
    const { subjects } = await runEvaluation(request, () => {});
    return subjects[0]!.evaluations[0]!.records[0]!;
  };
  const again = await later();
  expect([again.extractor, again.protocolHash]).toEqual([record!.extractor, record!.protocolHash]);
  expect(again.value).toBeCloseTo(record!.value, 3);
  expect((await later("shapes")).extractor?.name).toBe("shapes");
  // the same name with other weights is not the same measure
  await writeFile(file, network(2));
  await train("own", [...own, "steps=3"], true, "quickstart-unconditional");
  const [first, , , last] = await evaluations();
  expect(last!.protocolHash).toBe(first!.protocolHash);
  expect(last!.extractor!.sha256).not.toBe(first!.extractor!.sha256);
  expect(await readBest(join(path, "checkpoints"))).toMatchObject({
    step: 3,
    extractor: last!.extractor!.sha256,
  });
  const compared = await compareEvaluations([path]);
  const fields = compared[0]!.results.flatMap(({ differences }) => differences);
  expect(fields.map(({ field }) => field)).toContain("extractor.sha256");
});

test("a network that was not made for the images is named before they are trained on", async () => {
  const images = join(folder, "images");
  await mkdir(images);
  const plain = { width: 32, height: 32, channels: 3, background: "red" } as const;
  await sharp({ create: plain }).png().toFile(join(images, "a.png"));
  const own = ["data.name=folder", `data.path=${images}`, "data.count=1"];
  const shapes = ["evaluate.protocol=shapes", "evaluate.every=100", "steps=1"];
  const warned = async (name: string, set: readonly string[]) => {
    const { messages } = await train(name, [...set, ...shapes], false, "quickstart-unconditional");
    return messages.flatMap((one) => (one.type === "warning" ? one.text : []));
  };
  expect(await warned("own", own)).toContainEqual(
    expect.stringMatching(/^the network shapes was made for .*, not for other images/),
  );
  expect(await warned("drawn", ["data.count=4"])).not.toContainEqual(
    expect.stringContaining("the network shapes"),
  );
});
