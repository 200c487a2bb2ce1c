/** Images whose opacity is a channel of its own, from files to files, by the built command line. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { randomStream } from "../src/random.ts";
import { built } from "./support/runs/built.ts";
import { command, expectRefusal, set } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const SIDE = 40;
/** Settings with which a step takes milliseconds. */
const quick = [
  ...["--size", "32", "--steps", "4", "--print-config"],
  ...set("model.generatorChannels=32", "model.discriminatorChannels=4", "model.latentSize=16"),
  ...set("batchSize=8", "samples.rows=2", "samples.columns=2", "data.heldOut=10"),
  ...set("evaluate.every=0", "checkpointEvery=2"),
];

/** Noise in a disk amid transparent places; JPEG has no such. */
function sticker(seed: number, format: "png" | "webp" | "jpeg"): Promise<Buffer> {
  const stream = randomStream(seed, "sticker");
  const data = Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => {
    if (i % 4 < 3) return stream.integer(256);
    const place = Math.floor(i / 4);
    const [x, y] = [place % SIDE, Math.floor(place / SIDE)];
    return Math.hypot(x - SIDE / 2, y - SIDE / 2) < 10 + (seed % 8) ? 255 : 0;
  });
  const image = sharp(data, { raw: { width: SIDE, height: SIDE, channels: 4 } });
  return image.toFormat(format, { lossless: true }).toBuffer();
}

async function stickers(
  cwd: string,
  formats: readonly ("png" | "webp" | "jpeg")[],
): Promise<string> {
  await mkdir(join(cwd, "stickers"));
  for (let i = 0; i < 24; i++) {
    const format = formats[i % formats.length]!;
    await writeFile(join(cwd, "stickers", `${i}.${format}`), await sticker(i, format));
  }
  return "./stickers";
}

const isTransparent = async (file: string | Uint8Array) => !(await sharp(file).stats()).isOpaque;

/** Trains the config in `mine.yaml`, in this process. */
async function train(cwd: string, out: string, { resume = false, until = 4 } = {}) {
  const { loadConfig } = await built<typeof import("../src/config/index.ts")>("config/index");
  const { planOfConfig, runTraining } =
    await built<typeof import("../src/training/index.ts")>("training/index");
  const config = await loadConfig(join(cwd, "mine.yaml"), []);
  const folder = join(cwd, out);
  const start = resume
    ? { kind: "resume" as const, folder }
    : { kind: "new" as const, out: folder };
  const notes: string[] = [];
  await runTraining(planOfConfig(config, cwd), start, {
    until,
    report: (message) => message.type === "note" && notes.push(message.text),
  });
  return notes;
}

test("are learned, drawn, measured, exported and resumed with their opacity", async () => {
  const cwd = await temporaryFolder();
  const path = await stickers(cwd, ["png", "webp", "jpeg"]);
  const chosen = await command(cwd, "train", path, "--alpha", "channel", ...quick);
  expect(chosen.code, chosen.err).toBe(0);
  expect(chosen.out).toContain(
    "# channels: color and opacity: as you asked; 16 of 24 images looked at have",
  );
  expect(chosen.out).not.toContain("become white");
  expect(parse(chosen.out).data.channels).toBe(4);
  await writeFile(join(cwd, "mine.yaml"), chosen.out);

  expect(await train(cwd, "run")).toContain("14 images at 32 × 32 held in memory: 56.0 KiB.");
  await train(cwd, "parts", { until: 2 });
  await train(cwd, "parts", { resume: true });
  const weights = (run: string) =>
    readFile(join(cwd, run, "checkpoints/000004/weights.safetensors"));
  expect((await weights("parts")).equals(await weights("run"))).toBe(true);

  const run = join(cwd, "run");
  expect(await isTransparent(join(run, "samples/000004.png"))).toBe(true);
  expect(await isTransparent(join(run, "reals.png"))).toBe(true);
  for (const [file, transparent, ...args] of [
    ["grid.png", true, "--count", "4"],
    ["walk.gif", false, "--interpolate", "--count", "4"],
    ["walk.webp", true, "--interpolate", "--count", "4"],
  ] as const) {
    const sampled = await command(cwd, "sample", "run", "--out", file, ...args);
    expect(sampled.code, sampled.err).toBe(0);
    expect(await isTransparent(await readFile(join(cwd, file))), file).toBe(transparent);
  }

  const evaluate = (...args: readonly string[]) =>
    command(cwd, "evaluate", "run", "--fake-count", "50", ...args);
  const measured = await evaluate("--metrics", "fid,memorization");
  expect(measured.code, measured.err).toBe(0);
  const beside = await evaluate("--metrics", "fid", "--against", path);
  expect(beside.code, beside.err).toBe(0);
  const refused = await evaluate("--metrics", "fid", "--against", "shapes");
  expectRefusal(refused);
  expect(refused.err).toContain("Compare images with opacity with a folder");

  const { openGenerator } =
    await built<typeof import("../src/runs/samples/index.ts")>("runs/samples/index");
  for (const from of ["run", "run/generator.onnx"]) {
    const generator = await openGenerator(join(cwd, from));
    const { shape, png } = await generator.sample({ seed: 7 });
    expect(shape).toEqual([1, 4, 32, 32]);
    expect(await isTransparent((await png())[0]!)).toBe(true);
    await generator.release();
  }
});

test("images without transparent places are refused before anything is measured", async () => {
  const cwd = await temporaryFolder();
  const path = await stickers(cwd, ["jpeg"]);
  const refused = await command(cwd, "train", path, "--alpha", "channel");
  expect(refused.err).not.toContain("measuring");
  expect(refused.err).toContain("data.channels: must be 1 or 3 for images without transparent");
  expect(refused.code).toBe(2);
});

test("the option is for images of one's own, and for two ways", async () => {
  const cwd = await temporaryFolder();
  const recipe = await command(cwd, "train", "quickstart", "--alpha", "channel");
  expectRefusal(recipe);
  expect(recipe.err).toContain("--alpha: must be used with a folder, zip or tar of images");
  const odd = await command(cwd, "train", await stickers(cwd, ["png"]), "--alpha", "yes");
  expectRefusal(odd);
  expect(odd.err).toContain("--alpha: must be one of background, channel, got yes");
  const other = await command(cwd, "train", "quickstart", ...set("data.channels=4"), "--dry-run");
  expectRefusal(other);
  expect(other.err).toContain("data.channels: must be one of 1, 3 when data.name is shapes");
});
