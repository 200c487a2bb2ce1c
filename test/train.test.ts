/** `train` of the built command line: real processes, real folders. */
import { mkdir, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { readJsonLines } from "../src/files/json-lines.ts";
import { command, evenkeel, info, set, start, until } from "./support/runs/command-line.ts";
import { points, resume, tiny, trainTiny } from "./support/runs/small-runs.ts";
import { copyOf, sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

describe("a run", () => {
  test("leaves a complete folder", async () => {
    const cwd = await temporaryFolder();
    const result = await evenkeel(cwd, "train", ...tiny, "--set", "steps=3");
    expect(result).toMatchObject({ code: 0, signal: null });
    expect(result.out).toContain("runs/0001-quickstart-unconditional/samples/000003.png");
    const run = join(cwd, "runs/0001-quickstart-unconditional");
    expect((await readdir(run)).map((name) => name.replace(/tfevents.*/, "tfevents"))).toEqual([
      "attempts",
      "checkpoints",
      "config.yaml",
      "dataset.json",
      "events.out.tfevents",
      "generator.onnx",
      "metrics.jsonl",
      "reals.png",
      "report.html",
      "run.json",
      "samples",
    ]);
    expect(result.out).toContain("runs/0001-quickstart-unconditional/report.html");
    expect(await readdir(join(run, "samples"))).toEqual(["000000.png", "000003.png"]);
    expect(await info(run)).toMatchObject({
      status: "done",
      counters: { gStep: 3, dStep: 3, images: 24 },
    });
    const records = await readJsonLines(join(run, "metrics.jsonl"));
    expect(records.map(({ gStep }) => gStep)).toEqual([1, 3]);
    expect(Object.keys(records[0]!)).toEqual(
      expect.arrayContaining(["loss/d", "loss/g", "sigma/conv1", "gradNorm/dense", "time"]),
    );
  });

  test("trains gray images, and its samples and its generator are gray", async () => {
    const cwd = await temporaryFolder();
    await trainTiny(join(cwd, "run"), "data.channels=1", "steps=2");
    const grid = await sharp(join(cwd, "run/samples/000002.png")).metadata();
    expect(grid).toMatchObject({ channels: 1, space: "b-w" });
    const session = await ort.InferenceSession.create(join(cwd, "run/generator.onnx"));
    const [images] = session.outputMetadata;
    expect(images).toMatchObject({ isTensor: true });
    expect(images?.isTensor ? images.shape.slice(1) : []).toEqual([1, 32, 32]);
    await session.release();
  });

  test("goes on after kill -9 as if nothing had happened, byte for byte", async () => {
    const cwd = await temporaryFolder();
    const settings = [
      ...["steps=40", "checkpointEvery=20", "logEvery=1", "generator.ema=0.9"],
      ...["data.flip=true", "data.dequantization=uniform"],
    ];
    await trainTiny(join(cwd, "whole"), ...settings);

    const { child, result } = start(cwd, "train", ...tiny, ...set(...settings), "--out", "torn");
    await until(() => exists(join(cwd, "torn/checkpoints/000020")));
    child.kill("SIGKILL");
    expect((await result).signal).toBe("SIGKILL");
    expect(await info(join(cwd, "torn"))).toMatchObject({ status: "running" });
    await resume(join(cwd, "torn"));

    for (const file of ["checkpoints/000040/weights.safetensors", "samples/000040.png"]) {
      const [whole, torn] = await Promise.all(
        ["whole", "torn"].map((run) => readFile(join(cwd, run, file))),
      );
      expect(whole!.equals(torn!), file).toBe(true);
    }
    const [whole, torn] = await Promise.all(
      ["whole", "torn"].map(async (run) =>
        (await readJsonLines(join(cwd, run, "metrics.jsonl"))).map(({ time, ...rest }) => rest),
      ),
    );
    expect(torn).toEqual(whole);
    expect(whole).toHaveLength(40);
  });

  test("saves on Ctrl-C and loses nothing", async () => {
    const cwd = await temporaryFolder();
    const { child, result, seen } = start(cwd, "train", ...points, "--out", "run");
    await until(() => seen().includes("step 1/"));
    child.kill("SIGINT");
    const stopped = await result;
    expect(stopped.code).toBe(130);
    expect(stopped.out).toContain("evenkeel train --resume run");
    const { status, counters } = await info(join(cwd, "run"));
    expect(status).toBe("stopped");
    const saved = String(counters.gStep).padStart(6, "0");
    expect(await readdir(join(cwd, "run/checkpoints"))).toEqual([saved]);

    const steps = `steps=${counters.gStep + 2}`;
    const resumed = await command(cwd, "train", "--resume", "run", "--no-report", ...set(steps));
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.err).toContain(`resumes from run/checkpoints/${saved}`);
  });

  test("quits at once at the second signal, by the signal", async () => {
    const cwd = await temporaryFolder();
    const { child, result, seen } = start(cwd, "train", ...points, "--out", "run");
    await until(() => seen().includes("step 1/"));
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect(["SIGINT", "SIGTERM"]).toContain((await result).signal);
  });

  test("does not begin when Ctrl-C comes while the images are decoded", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    const pixels = { width: 64, height: 64, channels: 3, background: "#4080c0" } as const;
    const image = await sharp({ create: pixels }).png().toBuffer();
    for (let i = 0; i < 5000; i++) await writeFile(join(cwd, `images/${i}.png`), image);
    const own = set("data.name=folder", "data.path=images", "data.count=5000");
    for (const seeds of [[], ["--seeds", "2", "--out", "e"]]) {
      const { child, result, seen } = start(cwd, "train", ...tiny, ...own, ...seeds);
      await until(() => seen().includes("decode: 0 of"));
      child.kill("SIGINT");
      const { code, out, err } = await result;
      expect({ code, out }).toEqual({ code: 130, out: "" });
      expect(err).toContain("stopped before training began; nothing was written");
      expect(await readdir(cwd)).toEqual(["images"]);
    }
  });
});

describe("a run that goes on", () => {
  const shared = join(sharedFolder(), "run");
  beforeAll(() => trainTiny(shared, "steps=4", "checkpointEvery=2"));

  test("keeps its seed and is told of another engine", async () => {
    const run = await copyOf(shared);
    await expect(resume(run, "steps=5", "seed=7")).rejects.toThrow(
      "seed: must stay 0, the seed of the run, got 7",
    );
    expect((await resume(run, "steps=5")).join("\n")).not.toContain("last digits");
    expect((await resume(run, "steps=6", "threads=2")).join("\n")).toMatch(
      /made with .* 1 thread\b.*: with .* 2 threads\b.* the last digits/,
    );
  });

  test("keeps the threads that it has had, where its config leaves them open", async () => {
    const run = await copyOf(shared);
    expect(await info(run)).toMatchObject({ threads: 1 });
    expect((await resume(run, "steps=5", "threads=0")).join("\n")).not.toContain("last digits");
    expect(await info(run)).toMatchObject({ threads: 1 });
  });

  test("is told what has changed", async () => {
    const run = await copyOf(shared);
    const notes = await resume(run, "steps=5", "batchSize=4", "loss=non-saturating");
    const told = notes.filter((note) => note.includes("changed since the run started"));
    expect(told).toEqual([
      "changed since the run started: batchSize 8 → 4",
      'changed since the run started: loss "hinge" → "non-saturating"',
    ]);
  });

  test("walks back past a damaged checkpoint", async () => {
    const run = await copyOf(shared);
    await truncate(join(run, "checkpoints/000004/weights.safetensors"), 1000);
    const notes = (await resume(run, "steps=5")).join("\n");
    expect(notes).toMatch(/skipped a damaged checkpoint, .*run\/checkpoints\/000004: .*1000 bytes/);
    expect(notes).toMatch(/resumes from .*run\/checkpoints\/000002$/m);
  });

  test("needs no reader", async () => {
    const run = await copyOf(shared);
    const { child, result } = start(run, "train", "--resume", ".", ...set("steps=10"));
    child.stderr.destroy();
    expect((await result).code).toBe(0);
    expect((await info(run)).counters.gStep).toBe(10);
  });
});

describe("a shortened run", () => {
  test("is forecast without a trace; has fewer steps, samples and checkpoints, and is named so", async () => {
    const cwd = await temporaryFolder();
    const shortened = ["train", ...tiny, "--shorten", "500"];
    const forecast = await command(cwd, ...shortened, "--dry-run");
    expect(forecast.code).toBe(0);
    expect(forecast.out).toMatch(/^generator +\d[\d ]* parameters$/m);
    expect(forecast.out).toMatch(/^iteration +\d+\.\d ms \(median of \d+ after one\)$/m);
    expect(forecast.out).toMatch(/^full run .* for 4 generator steps$/m);
    expect(await readdir(cwd)).toEqual([]);
    const { code } = await command(cwd, ...shortened, "--no-report");
    expect(code).toBe(0);
    expect(await readdir(join(cwd, "runs"))).toEqual(["0001-quickstart-unconditional-short-500"]);
    const run = join(cwd, "runs/0001-quickstart-unconditional-short-500");
    expect(await readdir(join(run, "checkpoints"))).toEqual(["000002", "000003", "000004"]);
  });

  test("starts from a config file too, such as a printed one", async () => {
    const cwd = await temporaryFolder();
    const { out } = await command(cwd, "train", ...tiny, "--print-config", "--shorten", "1000");
    await writeFile(join(cwd, "mine.yaml"), out);
    const quietly = ["--out", "run", "--no-report"];
    const { code } = await command(cwd, "train", "mine.yaml", "--shorten", "2", ...quietly);
    expect(code).toBe(0);
    expect((await info(join(cwd, "run"))).counters.gStep).toBe(1);
  });
});
