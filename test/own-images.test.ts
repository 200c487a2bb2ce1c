/** `train DIR` and `init DIR` of the built command line, and `trainImages`. */
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openSubject } from "../src/evaluation/request/open-subject.ts";
import { randomStream } from "../src/random.ts";
import { built } from "./support/runs/built.ts";
import { command, evenkeel, expectRefusal, info, set } from "./support/runs/command-line.ts";
import { canMount, onSmallDisk } from "./support/small-disk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";
import { zip } from "./support/zip.ts";

/** Settings with which a step takes milliseconds. */
const narrow = set(
  ...["model.generatorChannels=32", "model.discriminatorChannels=4", "model.latentSize=16"],
  ...["batchSize=8", "samples.rows=2", "samples.columns=2"],
);
const quick = ["--size", "32", "--steps", "3", ...narrow];
const unmeasured = set("evaluate.every=0");

/** An image of noise. */
function noise(seed: number, [width, height] = [40, 40], channels: 1 | 3 = 3): Promise<Buffer> {
  const stream = randomStream(seed, "image");
  const data = Uint8Array.from({ length: width! * height! * channels }, () => stream.integer(256));
  return sharp(data, { raw: { width: width!, height: height!, channels } })
    .png()
    .toBuffer();
}

async function put(root: string, files: Readonly<Record<string, Uint8Array | string>>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
}

/** `count` images of noise by their names. */
async function images(
  count: number,
  name: (i: number) => string,
  image = (i: number) => noise(i),
): Promise<Record<string, Buffer>> {
  const all = Array.from({ length: count }, async (_, i) => [name(i), await image(i)] as const);
  return Object.fromEntries(await Promise.all(all));
}

const recordOf = async (run: string) =>
  JSON.parse(await readFile(join(run, "dataset.json"), "utf8"));

describe("train DIR", () => {
  test("trains, tells what was chosen, and names what is held out", async () => {
    const cwd = await temporaryFolder();
    await put(cwd, {
      ...(await images(20, (i) => `photos/a/${i}.png`)),
      ...(await images(20, (i) => `photos/b/${i}.png`)),
      "photos/a/broken.png": "no image",
    });
    const args = ["./photos", ...quick, "--conditional"];
    const { code, out, err } = await evenkeel(cwd, "train", ...args, "--no-report");
    expect(code, err).toBe(0);
    expect(out).toContain("runs/0001-photos-32");
    for (const line of [
      "photos: 41 images; shorter sides: 40 pixels",
      "size        32 x 32: as you asked",
      "channels    color: all 40 images looked at are",
      "classes     2 sub-folders: a, b",
      "held out    2 images: ",
      "threads     ",
      "batch       8: as you asked (batchSize)",
      "1 file of the 41 looked at cannot be read and will be left out: ",
    ]) {
      expect(err).toContain(line);
    }
    const run = join(cwd, "runs/0001-photos-32");
    const config = parse(await readFile(join(run, "config.yaml"), "utf8"));
    expect(config).toMatchObject({
      recipe: "images-32",
      threads: 0,
      data: { name: "folder", path: "./photos", heldOut: 2, flip: true, channels: 3 },
      model: { conditioning: "projection", classes: 2 },
      evaluate: { protocol: "quick", metrics: ["fid", "prdc"], features: "photos" },
    });
    const record = await recordOf(run);
    expect(record.heldOut).toHaveLength(2);
    expect(record.files.files).toBe(39);
    const trained = record.files.parts.map(([name]: readonly [string]) => name);
    for (const name of record.heldOut) expect(trained).not.toContain(name);
    const results = (await readFile(join(run, "evaluations.jsonl"), "utf8")).trim().split("\n");
    expect(results.length).toBeGreaterThanOrEqual(2);

    const resumed = await evenkeel(
      cwd,
      "train",
      "--resume",
      run,
      "--no-report",
      ...set("steps=4", "evaluate.every=0"),
    );
    expect(resumed.code, resumed.err).toBe(0);
    expect((await recordOf(run)).heldOut).toEqual(record.heldOut);
    expect(await info(run)).toMatchObject({ status: "done", counters: { gStep: 4 } });
  });

  test("takes an archive, measures an iteration, and forecasts each size", async () => {
    const cwd = await temporaryFolder();
    const members = Object.entries(await images(24, (i) => `${i}.png`));
    await put(cwd, { "gray.zip": zip(members.map(([name, content]) => ({ name, content }))) });
    const { code, out, err } = await evenkeel(cwd, "train", "gray.zip", "--dry-run", ...narrow);
    expect(code, err).toBe(0);
    expect(err).toMatch(/^measuring an iteration at 32 pixels$/m);
    expect(err).toMatch(/^ {2}steps .* ms each \(measured at 32 pixels\)/m);
    expect(out).toMatch(/^at 32 x 32 .* in an hour \(measured\)$/m);
    expect(out).toMatch(/^at 256 x 256 .* in an hour \(estimated by operations\)$/m);
    expect(out).toMatch(/^in an hour .* size /m);
  });

  test("learns gray images in gray, as rectangles, and evaluates them", async () => {
    const cwd = await temporaryFolder();
    await put(
      cwd,
      await images(
        24,
        (i) => `gray/${i}.png`,
        (i) => noise(i, [70, 40], 1),
      ),
    );
    const args = ["gray", "--size", "32x48", "--steps", "3", ...narrow, ...set("data.heldOut=10")];
    const { code, out, err } = await evenkeel(cwd, "train", ...args, "--out", "run");
    expect(code, err).toBe(0);
    expect(err).not.toContain("failed");
    expect(err).toContain("size        32 x 48 (height x width): as you asked");
    expect(err).toContain("networks    resnet-images, 32 and 4 channels: ");
    const counted = /\d+ of 10 held-out images have a generated one\s+near them/;
    expect(out).toMatch(counted);
    expect(await readdir(join(cwd, "run/pictures"))).toEqual(["memorization-000003.png"]);
    expect(await readFile(join(cwd, "run/report.html"), "utf8")).toMatch(counted);
    const again = await evenkeel(
      cwd,
      "evaluate",
      "run",
      "--metrics",
      "covered",
      "--fake-count",
      "50",
    );
    expect(again.out, again.err).toMatch(/^ {2}held-out images covered +\d+ of 10$/m);
    expect(again.out).toMatch(counted);
    const { data } = parse(await readFile(join(cwd, "run/config.yaml"), "utf8"));
    expect(data).toMatchObject({ channels: 1, flip: false, size: 32, width: 48 });
    const named = {
      path: join(cwd, "run"),
      against: join(cwd, "gray"),
      device: "cpu",
      changes: {},
    } as const;
    const { subject, data: against } = await openSubject(named, {});
    await subject.release();
    expect(against).toMatchObject({ channels: 1, size: 32, width: 48 });
  });

  test("init writes the same config, with the reasons as comments", async () => {
    const cwd = await temporaryFolder();
    await put(cwd, await images(24, (i) => `photos/${i}.png`));
    const { code, out } = await command(cwd, "init", "./photos", ...quick);
    expect(code).toBe(0);
    expect(out).toContain("# photos: 24 images; shorter sides: 40 pixels\n");
    expect(out).toContain("# size: 32 x 32: as you asked.\n");
    for (const line of out.split("\n"))
      if (line.startsWith("#")) expect(line.length).toBeLessThan(82);
    await writeFile(join(cwd, "mine.yaml"), out);
    const printed = await command(cwd, "train", "./photos", ...quick, "--print-config");
    expect(printed.out).toBe(out);
    const again = await command(cwd, "train", "mine.yaml", "--print-config");
    expect(parse(again.out)).toEqual(parse(out));
  });
});

describe("what cannot be learned from gets one clear message and exit code 2", () => {
  test.each([
    ["an empty folder", async () => ({ "photos/.hidden": "" }), "got no file at all"],
    ["no images", async () => ({ "photos/a.txt": "" }), "got 1 other file (.txt 1)"],
    ["two images", () => images(2, (i) => `photos/${i}.png`), "must have 20 images at least"],
    [
      "images of one color",
      () =>
        images(
          20,
          (i) => `photos/${i}.png`,
          () => plain("red"),
        ),
      "20 images looked at, each of a single color",
    ],
    [
      "tiny images",
      () =>
        images(
          20,
          (i) => `photos/${i}.png`,
          (i) => noise(i, [9, 40]),
        ),
      "must have images of 16 pixels at least, got a median shorter side of 9 pixels",
    ],
    [
      "files that are no images",
      async () => ({ "photos/1.png": "x", "photos/2.jpg": "y" }),
      "must have images that can be read, got 2 files that cannot",
    ],
  ])("%s", async (_what, files, text) => {
    const cwd = await temporaryFolder();
    await put(cwd, await files());
    const result = await command(cwd, "train", "photos");
    expect(result.err).not.toContain("measuring");
    expectRefusal(onlyError(result));
    expect(result.err).toContain(text);
  });

  test.each([
    ["a missing folder", ["./photoz"], "which is not there; did you mean ./photos?"],
    ["a missing archive", ["photos.zip"], "or a folder, zip or tar of images, got"],
    ["one image", ["photos/1.png"], "is a single image"],
    ["no classes", ["photos", "--conditional"], "needs images in two sub-folders at least"],
    ["a folder in a folder", ["outer", "--conditional"], "got 1 class in"],
    [
      "another size",
      ["photos", "--size", "40"],
      "data.size: must be a multiple of 16 from 32 to 256",
    ],
    [
      "an unknown preset",
      ["photos", "--preset", "huge"],
      "--preset: must be one of small, medium, large, got huge",
    ],
    ["an unknown key", ["photos", ...quick, ...set("stepz=3")], "did you mean steps?"],
    [
      "a recipe's preset",
      ["quickstart", "--preset", "small"],
      "with a folder, zip or tar of images",
    ],
  ])("%s", async (_what, args, text) => {
    const cwd = await temporaryFolder();
    await put(cwd, await images(20, (i) => `photos/${i}.png`));
    await mkdir(join(cwd, "outer/inner/deep"), { recursive: true });
    for (let i = 0; i < 20; i++) {
      await copyFile(join(cwd, `photos/${i}.png`), join(cwd, `outer/inner/deep/${i}.png`));
    }
    const result = await command(cwd, "train", ...args);
    expectRefusal(onlyError(result));
    expect(result.err).toContain(text);
  });
});

const plain = (background: string) =>
  sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

/** A result whose messages before the error, of what was done until then, are left out. */
function onlyError<Result extends { readonly err: string }>(result: Result): Result {
  return { ...result, err: result.err.slice(result.err.indexOf("error: ")) };
}

test.runIf(canMount())(
  "a full disk for what evaluations keep is told, and they go on",
  async () => {
    const cwd = await temporaryFolder();
    await put(cwd, await images(24, (i) => `photos/${i}.png`));
    await onSmallDisk(join(cwd, "small"), "4k", async () => {
      const before = process.env.EVENKEEL_CACHE;
      process.env.EVENKEEL_CACHE = join(cwd, "small/cache");
      try {
        const { code, err } = await evenkeel(cwd, "train", "photos", ...quick, "--out", "run");
        expect(code, err).toBe(0);
        expect(err.match(/not kept for later evaluations: .*no space/g)).toHaveLength(1);
        expect(await readFile(join(cwd, "run/evaluations.jsonl"), "utf8")).toContain(
          "frechet-distance",
        );
      } finally {
        if (before === undefined) delete process.env.EVENKEEL_CACHE;
        else process.env.EVENKEEL_CACHE = before;
      }
    });
  },
);

test("trainImages does the same in a program", async () => {
  const cwd = await temporaryFolder();
  await put(cwd, await images(24, (i) => `photos/${i}.png`));
  const { trainImages } =
    await built<typeof import("../src/own-images/index.ts")>("own-images/index");
  const phases: string[] = [];
  const steps: number[] = [];
  const asked = {
    ...{ path: join(cwd, "photos"), size: 32 },
    set: [...narrow, ...unmeasured].filter((word) => word !== "--set"),
  };
  const { reason, folder, counters } = await trainImages({
    ...{ ...asked, steps: 3, out: join(cwd, "run") },
    onPhase: (text) => phases.push(text),
    onChosen: ({ config }) => phases.push(config.name),
    report: (message) => {
      if (message.type === "progress") steps.push(message.counters.gStep);
    },
  });
  expect({ reason, folder, counters }).toMatchObject({
    reason: "done",
    folder: join(cwd, "run"),
    counters: { gStep: 3 },
  });
  expect(phases).toEqual([`looking at ${join(cwd, "photos")}`, "photos-32"]);
  expect(steps.at(-1)).toBe(3);

  const rates: number[] = [];
  const second = await trainImages({
    ...{ ...asked, steps: 1, from: { run: folder }, out: join(cwd, "second") },
    onChosen: ({ config }) => rates.push(config.generator.optimizer.learningRate),
  });
  expect(rates).toEqual([1e-4]);
  expect((await info(second.folder)).from).toMatchObject({ run: folder, step: 3 });
});
