/** The built command line, as a person uses it: real processes, real folders. */
import { mkdir, readdir, readFile, rename, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { readJsonLines } from "../src/files/json-lines.ts";
import { decodeSafetensors } from "../src/formats/safetensors.ts";
import { sampleNoise } from "../src/runs/trained/draw.ts";
import { evenkeel, expectRefusal, info, start, tiny, until } from "./support/runs/command-line.ts";
import { canMount, onSmallDisk } from "./support/small-disk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

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
    expect(result.out).toContain("runs/0001-quickstart/samples/000003.png");
    const run = join(cwd, "runs/0001-quickstart");
    expect((await readdir(run)).map((name) => name.replace(/tfevents.*/, "tfevents"))).toEqual([
      "attempts",
      "checkpoints",
      "config.yaml",
      "events.out.tfevents",
      "generator.onnx",
      "metrics.jsonl",
      "report.html",
      "run.json",
      "samples",
    ]);
    expect(result.out).toContain("runs/0001-quickstart/report.html");
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
    const gray = ["--set", "data.channels=1", "--set", "steps=2"];
    expect((await evenkeel(cwd, "train", ...tiny, ...gray, "--out", "run")).code).toBe(0);
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
    const args = [...tiny, "--set", "steps=40", "--set", "checkpointEvery=20"];
    const logs = [
      "logEvery=1",
      "generator.ema=0.9",
      "data.flip=true",
      "data.dequantization=uniform",
    ].flatMap((text) => ["--set", text]);
    expect((await evenkeel(cwd, "train", ...args, ...logs, "--out", "whole")).code).toBe(0);

    const { child, result } = start(cwd, "train", ...args, ...logs, "--out", "torn");
    await until(() => exists(join(cwd, "torn/checkpoints/000020")));
    child.kill("SIGKILL");
    expect((await result).signal).toBe("SIGKILL");
    expect(await info(join(cwd, "torn"))).toMatchObject({ status: "running" });
    expect((await evenkeel(cwd, "train", "--resume", "torn")).code).toBe(0);

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
    const { child, result, seen } = start(cwd, "train", ...tiny, "--out", "run");
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
    const resumed = await evenkeel(cwd, "train", "--resume", "run", "--set", steps);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.err).toContain(`goes on from run/checkpoints/${saved}`);
  });

  test("quits at once at the second signal, by the signal", async () => {
    const cwd = await temporaryFolder();
    const { child, result, seen } = start(cwd, "train", ...tiny, "--out", "run");
    await until(() => seen().includes("step 1/"));
    child.kill("SIGTERM");
    child.kill("SIGINT");
    expect(["SIGINT", "SIGTERM"]).toContain((await result).signal);
  });

  test("keeps its seed, is told of another engine, and goes on without a reader", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=2", "--out", "run");
    const resume = ["train", "--resume", "run", "--set"];
    const reseeded = await evenkeel(cwd, ...resume, "steps=3", "--set", "seed=7");
    expectRefusal(reseeded);
    expect(reseeded.err).toContain("seed: must stay 0, which the run began with, got 7");

    const same = await evenkeel(cwd, ...resume, "steps=3");
    expect(same.err).not.toContain("last digits");
    const threaded = await evenkeel(cwd, ...resume, "steps=4", "--set", "threads=2");
    expect(threaded.err).toMatch(
      /made with .* 1 thread\b.*: with .* 2 threads\b.* the last digits/,
    );

    const { child, result } = start(cwd, ...resume, "steps=60");
    child.stderr.destroy();
    expect((await result).code).toBe(0);
    expect((await info(join(cwd, "run"))).counters.gStep).toBe(60);
  });

  test("does not begin when Ctrl-C comes while the images are decoded", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    const pixels = { width: 64, height: 64, channels: 3, background: "#4080c0" } as const;
    const image = await sharp({ create: pixels }).png().toBuffer();
    for (let i = 0; i < 5000; i++) await writeFile(join(cwd, `images/${i}.png`), image);
    const own = [
      "--set",
      "data.name=folder",
      "--set",
      "data.path=images",
      "--set",
      "data.count=5000",
    ];
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

  test("is told what has changed when it goes on", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=1", "--out", "run");
    const set = ["--set", "steps=2", "--set", "batchSize=4", "--set", "loss=non-saturating"];
    const { code, err } = await evenkeel(cwd, "train", "--resume", "run", ...set);
    expect(code).toBe(0);
    const told = err.split("\n").filter((line) => line.includes("changed since the run began"));
    expect(told.map((line) => line.trim())).toEqual([
      "changed since the run began: batchSize 8 → 4",
      'changed since the run began: loss "hinge" → "non-saturating"',
    ]);
  });

  test("walks back past a damaged checkpoint", async () => {
    const cwd = await temporaryFolder();
    const args = ["--set", "steps=4", "--set", "checkpointEvery=2"];
    await evenkeel(cwd, "train", ...tiny, ...args, "--out", "run");
    await truncate(join(cwd, "run/checkpoints/000004/weights.safetensors"), 1000);
    const { code, err } = await evenkeel(cwd, "train", "--resume", "run", "--set", "steps=5");
    expect(code).toBe(0);
    expect(err).toMatch(/skipped a damaged checkpoint, run\/checkpoints\/000004: .*1000 bytes/);
    expect(err).toContain("goes on from run/checkpoints/000002");
  });
});

test("a dry run tells the cost and leaves nothing", async () => {
  const cwd = await temporaryFolder();
  const { code, out } = await evenkeel(cwd, "train", ...tiny, "--dry-run");
  expect(code).toBe(0);
  expect(out).toMatch(/^generator +\d[\d ]* parameters$/m);
  expect(out).toMatch(/^iteration +\d+\.\d ms \(median of \d+ after one\)$/m);
  expect(await readdir(cwd)).toEqual([]);
});

describe("a shortened run", () => {
  test("has fewer steps, samples and checkpoints, and is named so", async () => {
    const cwd = await temporaryFolder();
    const forecast = await evenkeel(cwd, "train", ...tiny, "--shorten", "500", "--dry-run");
    expect(forecast.out).toMatch(/^full run .* for 4 generator steps$/m);
    const { code } = await evenkeel(cwd, "train", ...tiny, "--shorten", "500");
    expect(code).toBe(0);
    expect(await readdir(join(cwd, "runs"))).toEqual(["0001-quickstart-short-500"]);
    const run = join(cwd, "runs/0001-quickstart-short-500");
    expect(await readdir(join(run, "checkpoints"))).toEqual(["000002", "000003", "000004"]);
  });

  test("starts from a config file too, such as a printed one", async () => {
    const cwd = await temporaryFolder();
    const { out } = await evenkeel(cwd, "train", ...tiny, "--print-config", "--shorten", "1000");
    await writeFile(join(cwd, "mine.yaml"), out);
    const { code } = await evenkeel(cwd, "train", "mine.yaml", "--shorten", "2", "--out", "run");
    expect(code).toBe(0);
    expect((await info(join(cwd, "run"))).counters.gStep).toBe(1);
  });
});

describe("what there is", () => {
  test.each([
    [["data", "list"], /^shapes .*\ncifar10 .*\n(?:.*\n)+?folder /],
    [["data", "info", "cifar10"], /^home +https:.*\n.*\n^on disk .*cifar-10-batches-bin$/m],
    [["data", "check", "shapes"], /^images +10 000, 3 x 32 x 32$/m],
    [["data", "fetch", "shapes"], /nothing to fetch/],
    [["train", "--list"], /^start: .*\n {2}quickstart .*\n\npoints: (?:.*\n)+? {2}bssn-cifar10 /m],
    [["train", "--list", "wgan-gp", "resnet"], /^3 of \d+ recipes\n\nsn-gan-gamma: .*\n {2}wgan-/],
    [
      ["train", "bssn-stl10", "--print-config"],
      /^# bssn-stl10: (?:.*\n)+? {2}name: stl10\n(?:.*\n)+? {2}split: unlabeled$/m,
    ],
    [["doctor"], /^cpu +sound: /m],
    [["--help"], /Commands:\n {2}train /],
  ])("%j", async (args, expected) => {
    const { code, out } = await evenkeel(await temporaryFolder(), ...args);
    expect(code).toBe(0);
    expect(out).toMatch(expected);
  });
});

describe("a trained generator", () => {
  test("leads from one image to another, in rows of eight", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=1", "--out", "run");
    const { code } = await evenkeel(cwd, "sample", "run", "--interpolate", "--count", "3");
    expect(code).toBe(0);
    const grid = await sharp(join(cwd, "run/interpolation-seed-0.png")).metadata();
    expect([grid.width, grid.height]).toEqual([8 * 66 - 2, 3 * 66 - 2]);
  });

  test("is sampled without the images that it learned from", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    const pixels = { width: 32, height: 32, channels: 3, background: "#4080c0" } as const;
    await sharp({ create: pixels }).png().toFile(join(cwd, "images/0.png"));
    const own = ["data.name=folder", "data.path=images", "data.count=1", "steps=1"];
    const set = own.flatMap((text) => ["--set", text]);
    expect((await evenkeel(cwd, "train", ...tiny, ...set, "--out", "run")).code).toBe(0);
    await rename(join(cwd, "images"), join(cwd, "elsewhere"));
    expect(await evenkeel(cwd, "sample", "run", "--count", "5")).toMatchObject({ code: 0 });
    const grid = await sharp(join(cwd, "run/sample-seed-0.png")).metadata();
    expect([grid.width, grid.height]).toEqual([3 * 66 - 2, 2 * 66 - 2]);
  });

  test("gives the same images through sample, generator.onnx and export", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=5", "--out", "run");
    const args = ["--count", "4", "--seed", "7", "--out", "images"];
    expect((await evenkeel(cwd, "sample", "run", ...args)).code).toBe(0);
    expect((await evenkeel(cwd, "export", "run", "--out", "g.onnx")).code).toBe(0);
    expect(await readFile(join(cwd, "g.onnx"))).toEqual(
      await readFile(join(cwd, "run/generator.onnx")),
    );

    const session = await ort.InferenceSession.create(join(cwd, "run/generator.onnx"));
    const z = new ort.Tensor("float32", sampleNoise(7, 4, 16), [4, 16]);
    const { images } = await session.run({ z });
    expect(images!.dims).toEqual([4, 3, 32, 32]);
    for (let i = 0; i < 4; i++) {
      const file = join(cwd, `images/${String(i).padStart(5, "0")}.png`);
      const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: 32, height: 32, channels: 3 });
      const planes = (images!.data as Float32Array).subarray(i * 3072, (i + 1) * 3072);
      const expected = Array.from(
        data,
        (_, p) => 127.5 * (planes[(p % 3) * 1024 + Math.floor(p / 3)]! + 1),
      );
      // a pixel is the nearest byte; two engines' float32 may round a half to either side
      expect(Array.from(data)).toBeAllclose(expected, { absolute: 0.501 });
    }
  });

  test("is exported as safetensors with the names that scripts rely on", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=2", "--out", "run");
    const { code } = await evenkeel(cwd, "export", "run", "--format", "safetensors");
    expect(code).toBe(0);
    const { tensors } = decodeSafetensors(await readFile(join(cwd, "run/all.safetensors")));
    expect([...tensors.keys()]).toEqual(
      expect.arrayContaining([
        "discriminator/conv1/weight",
        "discriminator/conv1/weight.effective",
        "discriminator/conv1/u",
        "generator/dense/weight",
        "generator/norm0/mean",
      ]),
    );
    const raw = tensors.get("discriminator/conv7/weight")!;
    const used = tensors.get("discriminator/conv7/weight.effective")!;
    const sigma = raw.data[0]! / used.data[0]!;
    expect(Array.from(used.data, (w) => w * sigma)).toBeAllclose(raw.data, { relative: 1e-5 });
  });
});

describe("bad input gets one clear message and exit code 2", () => {
  test.each([
    ["an unknown key", ["train", "quickstart", "--set", "stepz=3"], "did you mean steps?"],
    [
      "a wrong type",
      ["train", "quickstart", "--set", "steps=many"],
      'steps: must be a whole number ≥ 1, got "many"',
    ],
    ["an unknown recipe", ["train", "quickstrat"], "did you mean quickstart?"],
    ["an impossible combination", ["train", "quickstart", "--set", "data.size=33"], "data.size"],
    [
      "a missing data folder",
      ["train", "sngan-cifar10-cnn-a", "--set", "data.root=nowhere"],
      "nowhere/cifar-10-batches-bin",
    ],
    [
      "a missing image folder",
      ["train", "quickstart", "--set", "data.name=folder", "--set", "data.path=nowhere"],
      "nowhere",
    ],
    ["a missing run", ["sample", "nowhere"], "nowhere: there is no such folder"],
    ["a missing config file", ["train", "nowhere.yaml"], "nowhere.yaml"],
    ["nothing to train", ["train"], "must be given a recipe"],
    [
      "a run that cannot be shortened so much",
      ["train", "quickstart", "--shorten", "2001"],
      "shorten: must be a whole number in [1, 2000], the config's steps, got 2001",
    ],
    ["less than once", ["train", "quickstart", "--shorten", "0"], "a whole number of at least 1"],
    [
      "a shorter rest of a run",
      ["train", "--resume", "run", "--shorten", "2"],
      "must be used alone",
    ],
    ["a list of nothing", ["train", "--list", "dcgam"], 'got "dcgam"'],
    ["an unknown option", ["train", "quickstart", "--fast"], "unknown option '--fast'"],
    ["an unknown command", ["trian"], "Did you mean train?"],
    ["an unknown data set", ["data", "info", "cifar"], "cifar10"],
    ["onnx of all", ["export", "nowhere", "--what", "everything"], "everything"],
    ["an absent device", ["train", "quickstart", "--device", "cuda"], "cuda"],
  ])("%s", async (_what, args, text) => {
    const result = await evenkeel(await temporaryFolder(), ...args);
    expectRefusal(
      result.err.startsWith("error: ")
        ? result
        : { ...result, err: result.err.slice(result.err.indexOf("error: ")) },
    );
    expect(result.err).toContain(text);
  });

  test("several problems of a config file are told at once, with their lines", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "mine.yaml"), "recipe: quickstart\nsteps: -1\nnDsi: 2\n");
    const result = await evenkeel(cwd, "train", "mine.yaml", "--set", "loss=hing");
    expectRefusal(result);
    expect(result.err).toMatchInlineSnapshot(`
      "error: the config has 3 problems:
        mine.yaml, line 2: steps: must be a whole number ≥ 1, got -1
        --set loss=hing: loss: must be one of non-saturating, hinge, saturating, wasserstein, least-squares, got "hing"; did you mean hinge?
        mine.yaml, line 3: nDsi: unknown key; did you mean nDis?
        docs/config.md explains every key.
      "
    `);
  });

  test("a truncated CIFAR-10 file", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "cifar-10-batches-bin"));
    await writeFile(
      join(cwd, "cifar-10-batches-bin/data_batch_1.bin"),
      new Uint8Array(3073 * 2 + 5),
    );
    const result = await evenkeel(cwd, "train", "sngan-cifar10-cnn-a", "--set", "data.root=.");
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/error: .*data_batch_1\.bin.*3073/);
  });

  test("an unreadable image is named and skipped; a folder of nothing else is refused", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    await writeFile(join(cwd, "images/broken.png"), "this is no image");
    const own = ["data.name=folder", "data.path=images", "steps=1"];
    const train = (count: number) =>
      evenkeel(
        cwd,
        "train",
        ...tiny,
        ...[...own, `data.count=${count}`].flatMap((text) => ["--set", text]),
      );
    const refused = await train(1);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^error: .*images/m);

    const pixels = { width: 40, height: 36, channels: 3, background: "#4080c0" } as const;
    await sharp({ create: pixels }).png().toFile(join(cwd, "images/good.png"));
    const trained = await train(2);
    expect(trained).toMatchObject({ code: 0 });
    expect(trained.err).toContain("broken.png");
  });

  test("a run that another process trains", async () => {
    const cwd = await temporaryFolder();
    const { child, result, seen } = start(cwd, "train", ...tiny, "--out", "run");
    await until(() => seen().includes("step 1/"));
    const second = await evenkeel(cwd, "train", "--resume", "run");
    expectRefusal(second);
    expect(second.err).toContain(`process ${child.pid} is writing it`);
    child.kill("SIGKILL");
    await result;
  });

  test("a place where no folder can be", async () => {
    const cwd = await temporaryFolder();
    const place = process.platform === "linux" ? "/proc/runs/a" : "notes.txt/a";
    await writeFile(join(cwd, "notes.txt"), "mine");
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=1", "--out", "run");
    expectRefusal(await evenkeel(cwd, "train", ...tiny, "--out", place));
    expectRefusal(await evenkeel(cwd, "sample", "run", "--out", place));
    expectRefusal(await evenkeel(cwd, "sample", "run", "--out", "images.jpg"));
    expectRefusal(await evenkeel(cwd, "train", "run"));
  });

  test("an occupied run folder", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "notes.txt"), "mine");
    const { code, err } = await evenkeel(cwd, "train", ...tiny, "--out", ".");
    expect(code).toBe(2);
    expect(err).toMatch(/error: .*occupied/);
    expect(await readdir(cwd)).toEqual(["notes.txt"]);
  });

  test("a checkpoint of another architecture", async () => {
    const cwd = await temporaryFolder();
    await evenkeel(cwd, "train", ...tiny, "--set", "steps=1", "--out", "run");
    const set = ["--set", "steps=2", "--set", "model.discriminatorChannels=8"];
    const { code, err } = await evenkeel(cwd, "train", "--resume", "run", ...set);
    expect(code).toBe(2);
    expect(err).toMatch(
      /discriminator\/conv1\/weight: expected \[8, 3, 3, 3\], found \[4, 3, 3, 3\]/,
    );
  });

  test.runIf(canMount())("a full disk", async () => {
    const cwd = await temporaryFolder();
    await onSmallDisk(join(cwd, "small"), "600k", async () => {
      const often = ["--set", "checkpointEvery=1"];
      const { code, err } = await evenkeel(cwd, "train", ...tiny, ...often, "--out", "small/run");
      expect(code).toBe(2);
      expect(err).toMatch(/^error: .*small\/run\/.*no space/im);
      expect(err).not.toMatch(/\n\s+at /);
    });
  });
});
