/** How the built command line refuses bad input. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  command,
  evenkeel,
  expectRefusal,
  set,
  start,
  until,
} from "./support/runs/command-line.ts";
import { points, pointsSettings, tiny, trainHere, trainTiny } from "./support/runs/small-runs.ts";
import { canMount, onSmallDisk } from "./support/small-disk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

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
      [
        "train",
        "quickstart-unconditional",
        "--set",
        "data.name=folder",
        "--set",
        "data.path=nowhere",
      ],
      "nowhere",
    ],
    ["a missing run", ["sample", "nowhere"], "nowhere: there is no such folder"],
    [
      "a file in place of a run",
      ["sample", process.execPath],
      "this is a file, not the folder of a run",
    ],
    ["a missing config file", ["train", "nowhere.yaml"], "nowhere.yaml"],
    ["nothing to train", ["train"], "must be given a folder of images, a recipe"],
    [
      "a run that cannot be shortened so much",
      ["train", "quickstart", "--shorten", "2201"],
      "shorten: must be a whole number in [1, 2200], the config's steps, got 2201",
    ],
    ["less than once", ["train", "quickstart", "--shorten", "0"], "a whole number of at least 1"],
    [
      "a shorter rest of a run",
      ["train", "--resume", "run", "--shorten", "2"],
      "must be used alone",
    ],
    ["an empty path", ["sample", ""], '"": there is no such folder'],
    ["an empty recipe", ["train", ""], 'got ""; evenkeel train --list lists all recipes'],
    [
      "an empty place",
      ["report", "run", "--out", ""],
      '--out: must name a file or a folder, got ""',
    ],
    ["results of nothing", ["compare", "nowhere"], "files of results, got nowhere"],
    ["a list of nothing", ["train", "--list", "dcgam"], 'got "dcgam"'],
    ["an unknown option", ["train", "quickstart", "--fast"], "unknown option '--fast'"],
    [
      "a key as an option",
      ["train", "quickstart", "--log-every", "5"],
      "is set with --set: --set logEvery=5",
    ],
    ["the same with =", ["sweep", "quickstart", "--batch-size=5"], "--set batchSize=5"],
    ["a key further down", ["train", "quickstart", "--set", "size=64"], "did you mean data.size?"],
    ["an unknown command", ["trian"], "Did you mean train?"],
    ["an unknown data set", ["data", "info", "cifar"], "cifar10"],
    ["onnx of all", ["export", "nowhere", "--what", "everything"], "everything"],
    ["an absent device", ["train", "quickstart", "--device", "cuda"], "cuda"],
  ])("%s", async (_what, args, text) => {
    const result = await command(await temporaryFolder(), ...args);
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
    const result = await command(cwd, "train", "sngan-cifar10-cnn-a", "--set", "data.root=.");
    expect(result.code).toBe(2);
    expect(result.err).toMatch(/error: .*data_batch_1\.bin.*3073/);
  });

  test("an unreadable image is named and skipped; a folder of nothing else is refused", async () => {
    const cwd = await temporaryFolder();
    await mkdir(join(cwd, "images"));
    await writeFile(join(cwd, "images/broken.png"), "this is no image");
    const own = ["data.name=folder", "data.path=images", "steps=1"];
    const train = (count: number) =>
      command(cwd, "train", ...tiny, "--no-report", ...set(...own, `data.count=${count}`));
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
    const { child, result, seen } = start(cwd, "train", ...points, "--out", "run");
    await until(() => seen().includes("step 1/"));
    const second = await command(cwd, "train", "--resume", "run");
    expectRefusal(second);
    expect(second.err).toContain(`process ${child.pid} is writing to this folder`);
    child.kill("SIGKILL");
    await result;
  });

  test("a place where no folder can be", async () => {
    const cwd = await temporaryFolder();
    const place = process.platform === "linux" ? "/proc/runs/a" : "notes.txt/a";
    await writeFile(join(cwd, "notes.txt"), "mine");
    await trainHere(join(cwd, "run"), "eight-gaussians", ...pointsSettings, "steps=1");
    expectRefusal(await command(cwd, "train", ...points, "--out", place));
    expectRefusal(await command(cwd, "sample", "run", "--out", place));
    expectRefusal(await command(cwd, "sample", "run", "--out", "images.jpg"));
    expectRefusal(await command(cwd, "train", "run"));
  });

  test("an occupied run folder", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "notes.txt"), "mine");
    const { code, err } = await command(cwd, "train", ...tiny, "--out", ".");
    expect(code).toBe(2);
    expect(err).toMatch(/error: .*occupied/);
    expect(await readdir(cwd)).toEqual(["notes.txt"]);
  });

  test("a checkpoint of another architecture", async () => {
    const cwd = await temporaryFolder();
    await trainTiny(join(cwd, "run"), "steps=1");
    const other = set("steps=2", "model.discriminatorChannels=8");
    const { code, err } = await command(cwd, "train", "--resume", "run", ...other);
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
