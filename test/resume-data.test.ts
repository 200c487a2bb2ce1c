/** Runs, experiments and sweeps that go on with the images that they were trained on, or are told. */
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { evenkeel, expectRefusal, set } from "./support/runs/command-line.ts";
import { tinySettings } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const settings = [
  ...tinySettings.filter((one) => !one.startsWith("data.")),
  ...["steps=2", "checkpointEvery=1", "sampleEvery=0", "instruments.every=0"],
  ...["data.name=folder", "data.path=images", "model.generatorChannels=8"],
];
const recipe = ["quickstart-unconditional", "--no-report", ...set(...settings)];

/** Folders A and B, each with a folder of six images; those of B are others of the same names. */
async function twoPlaces(): Promise<{ readonly a: string; readonly b: string }> {
  const root = await temporaryFolder();
  for (const [place, shade] of [
    ["A", 10],
    ["B", 200],
  ] as const) {
    await mkdir(join(root, place, "images"), { recursive: true });
    for (let i = 0; i < 6; i++) {
      const pixels = Buffer.from(
        Array.from({ length: 3072 }, (_, k) => (k * (i + 2) + shade) % 251),
      );
      await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
        .png({ compressionLevel: 0 })
        .toFile(join(root, place, "images", `${i}.png`));
    }
  }
  return { a: join(root, "A"), b: join(root, "B") };
}

const weights = (run: string) => readFile(join(run, "checkpoints/000002/weights.safetensors"));
const record = async (run: string) => JSON.parse(await readFile(join(run, "dataset.json"), "utf8"));

describe("a run of a relative path", () => {
  test("goes on from another folder with its own images, as if it had not been stopped", async () => {
    const { a, b } = await twoPlaces();
    const [whole, run] = [join(a, "whole"), join(a, "run")];
    expect((await evenkeel(a, "train", ...recipe, "--out", whole)).code).toBe(0);
    await evenkeel(a, "train", ...recipe, "--out", run, "--until", "1");
    const resumed = await evenkeel(b, "train", "--no-report", "--resume", run);
    expect(resumed.code).toBe(0);
    expect(resumed.err).not.toContain("changed since");
    expect((await weights(run)).equals(await weights(whole))).toBe(true);
    expect(await record(run)).toEqual(await record(whole));
    expect(await record(run)).toMatchObject({
      source: join(a, "images"),
      workingFolder: a,
      count: 6,
      classes: [{ name: "images", count: 6 }],
      earlier: [],
    });
  });

  test("is refused on others, which an option overrules", async () => {
    const { a, b } = await twoPlaces();
    const run = join(a, "run");
    await evenkeel(a, "train", ...recipe, "--out", run, "--until", "1");
    const resume = (...more: string[]) =>
      evenkeel(b, "train", "--no-report", "--resume", run, ...more);
    const refused = async (...more: string[]) => {
      const result = await resume(...more);
      expectRefusal(result);
      return result.err.slice(result.err.indexOf("error: ")).replaceAll(join(a, ".."), "ROOT");
    };
    const own = await refused("--set", "data.path=images");
    expect(own).toBe(
      "error: ROOT/A/run: needs the data that it was trained on (ROOT/A/images, 6 files of 18.7 KiB), " +
        "got ROOT/B/images: 6 files of 18.7 KiB; changed: 0.png, 1.png, 2.png, 3.png, 4.png and 1 more\n" +
        "  Put them back, name where they are (--set data.path=PATH), or train on what is there now: " +
        "--accept-other-data.\n",
    );
    await rename(join(a, "images"), join(a, "moved"));
    expect(await refused()).toBe(own);
    const moved = await resume("--set", "data.path=../A/moved", "--until", "1", "--set", "steps=3");
    expect(moved.err).toContain(`its data are the same, in ${join(a, "moved")} now`);
    await rm(join(a, "moved", "3.png"));
    await cp(join(b, "images", "0.png"), join(a, "moved", "x.png"));
    await cp(join(b, "images", "0.png"), join(a, "moved", "y.png"));
    expect(await refused()).toContain(
      "got ROOT/A/moved: 7 files of 21.8 KiB instead of 6 files of 18.7 KiB; missing: 3.png; new: x.png, y.png\n",
    );
    const accepted = await resume("--accept-other-data");
    expect(accepted.code).toBe(0);
    expect(accepted.err).toContain("trains on other data than before: ");
    expect(await record(run)).toMatchObject({
      source: join(a, "moved"),
      count: 7,
      earlier: [{ source: join(a, "moved"), until: 1, files: { files: 6 } }],
    });
  });

  test("of an earlier version goes on, unchecked", async () => {
    const { a, b } = await twoPlaces();
    const run = join(a, "run");
    await evenkeel(a, "train", ...recipe, "--out", run, "--until", "1");
    await rm(join(run, "dataset.json"));
    const resumed = await evenkeel(b, "train", "--no-report", "--resume", run);
    expect(resumed.code).toBe(0);
    expect(resumed.err).toContain("whether its data are the same is not checked");
    expect((await record(run)).source).toBe(join(b, "images"));
  });

  test("is evaluated against its own images from another folder", async () => {
    const { a, b } = await twoPlaces();
    await evenkeel(a, "train", ...recipe, "--out", join(b, "run"));
    await rm(join(b, "images"), { recursive: true });
    const counts = ["--real-count", "4", "--fake-count", "4"];
    const measured = ["--features", "shapes", "--metrics", "fid", ...counts, "--json"];
    const warnings = async (...more: string[]) => {
      const result = await evenkeel(b, "evaluate", "run", ...measured, ...more);
      expect(result).toMatchObject({ code: 0 });
      const { subjects } = JSON.parse(result.out);
      return subjects[0].evaluations[0].records[0].warnings.join("\n") as string;
    };
    expect(await warnings()).not.toContain("trained on");
    await rm(join(a, "images", "5.png"));
    await cp(join(a, "images", "1.png"), join(a, "images", "0.png"));
    expect(await warnings()).toContain(
      "the real images are not those that run was trained on: 5 files of 15.6 KiB instead of 6 files of 18.7 KiB; " +
        "missing: 5.png; changed: 0.png",
    );
    expect(await warnings("--against", join(a, "images"))).not.toContain("trained on");
    const analyzed = await evenkeel(b, "analyze", "run", "--images", "4");
    expect(analyzed.err).toContain("the real images are not those that run was trained on: 5 ");
  });
});

test("the seeds of an experiment share their images, those that begin later too", async () => {
  const { a, b } = await twoPlaces();
  const all = join(a, "all");
  await evenkeel(a, "train", ...recipe, "--seeds", "2", "--out", all);
  await rm(join(all, "seed-1"), { recursive: true });
  await evenkeel(b, "train", "--no-report", "--resume", all);
  expect((await record(join(all, "seed-1"))).source).toBe(join(a, "images"));
  await rm(join(all, "seed-1"), { recursive: true });
  await cp(join(b, "images", "0.png"), join(a, "images", "0.png"));
  const resume = ["train", "--no-report", "--resume", all];
  const refused = await evenkeel(b, ...resume);
  expectRefusal(refused);
  expect(refused.err).toContain(`needs the data of ${join(all, "seed-0")} (`);
  expect((await evenkeel(b, ...resume, "--accept-other-data")).code).toBe(0);
});

test("the runs of a sweep share their images, those that begin later and those that go on", async () => {
  const { a, b } = await twoPlaces();
  const all = join(a, "all");
  const values = new Map(settings.map((one) => one.split("=") as [string, string]));
  const lines = [...values].map(([key, value]) => `  ${key}: ${value}\n`);
  await writeFile(
    join(a, "sweep.yaml"),
    `base: quickstart-unconditional\nset:\n${lines.join("")}seeds: 3\n`,
  );
  expect(await evenkeel(a, "sweep", "sweep.yaml", "--out", all)).toMatchObject({ code: 0 });
  const [, second, third] = ["seed0", "seed1", "seed2"].map((run) => join(all, "runs", run));
  for (const run of [second, third]) await rm(run as string, { recursive: true });
  const begin = ["sweep", "run", all, "seed1", "--until", "1"];
  expect((await evenkeel(b, ...begin)).code).toBe(0);
  expect((await record(second as string)).source).toBe(join(a, "images"));
  await cp(join(b, "images", "0.png"), join(a, "images", "0.png"));
  const resume = ["sweep", "resume", all, "--jobs", "1"];
  const refused = await evenkeel(b, ...resume);
  expect(refused.code).toBe(1);
  expect(refused.out).toContain("3 runs: 1 done, 2 failed");
  expect(
    refused.err.match(/^seed[12]: failed.* needs the data .+; changed: 0\.png/gm),
  ).toHaveLength(2);
  const accepted = await evenkeel(b, ...resume, "--retry-failed", "--accept-other-data");
  expect(accepted.out).toContain("3 runs: 3 done");
});

test("--accept-other-data goes with --resume only", async () => {
  const { a } = await twoPlaces();
  const result = await evenkeel(a, "train", ...recipe, "--accept-other-data");
  expectRefusal(result);
  expect(result.err).toContain("train: --accept-other-data must be used with --resume");
});
