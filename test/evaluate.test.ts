/** `evaluate` and `compare` of the built command line, on real runs and folders. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { EvaluationRequest } from "../src/evaluation/request/request.ts";
import { readEvaluations } from "../src/evaluation/results/index.ts";
import { built } from "./support/runs/built.ts";
import { command, evenkeel, expectRefusal, start, until } from "./support/runs/command-line.ts";
import { tinySettings, trainHere, trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const few = ["--real-count", "60", "--fake-count", "50"];
const changes = { realCount: 60, fakeCount: 50 };
const cwd = sharedFolder();

beforeAll(async () => {
  vi.stubEnv("EVENKEEL_CACHE", join(cwd, "cache"));
  const { loadConfig } = await built<typeof import("../src/config/index.ts")>("config/index");
  const { createExperiment } =
    await built<typeof import("../src/runs/experiments/index.ts")>("runs/experiments/index");
  const out = join(cwd, "experiment");
  await createExperiment(await loadConfig("quickstart", tinySettings), 2, out);
  for (const seed of [0, 1]) await trainTiny(join(out, `seed-${seed}`), "steps=2", `seed=${seed}`);
}, 60_000);

const run = "experiment/seed-0";

describe("evaluate", () => {
  test("of a run records everything a number depends on", async () => {
    const result = await evenkeel(cwd, "evaluate", run, ...few);
    expect(result).toMatchObject({ code: 0 });
    expect(result.out).toMatch(
      /^experiment\/seed-0 at step 2, protocol custom \(from shapes\)\n {2}60 test images of shapes, 50 generated; features: shapes \(64, [0-9a-f]{8}\)\n/,
    );
    expect(result.out).toMatch(/ {2}Fréchet distance +\d+\.\d\d$/m);
    // a classifier's score of features that are not Inception's is no Inception score and no FID
    expect(result.out).not.toMatch(/FID|Inception|KID/);
    for (const line of result.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const records = await readEvaluations(join(cwd, run, "evaluations.jsonl"));
    expect(records.map(({ metric }) => metric)).toEqual([
      ...["classifier-score", "frechet-distance", "kernel-distance"],
      ...["coverage", "density", "precision", "recall"],
    ]);
    expect(records[1]).toMatchObject({
      gStep: 2,
      dStep: 2,
      images: 16,
      protocol: { name: "custom (from shapes)", settings: { real: { split: "test", count: 60 } } },
      extractor: { name: "shapes", dimension: 64 },
      counts: { real: 60, fake: 50 },
      subject: {
        kind: "run",
        batchNorm: "statistics of the averaged weights from 16 batches of 8",
        weights: "moving average, decay 0.98",
      },
      reference: { name: "shapes", split: "test", available: 2000 },
      seed: 0,
    });
    expect(records[1]!.warnings.join()).toMatch(/50/);
  });

  test("of an exported generator gives what the run gives", async () => {
    expect((await command(cwd, "export", run, "--out", "g.onnx")).code).toBe(0);
    const [ours, theirs] = [
      await evaluated({ path: run, metrics: ["is", "fid"], changes }),
      await evaluated({
        path: "g.onnx",
        against: "shapes",
        metrics: ["is", "fid"],
        changes,
        protocol: "shapes",
      }),
    ];
    theirs.records.forEach(({ value, gStep }, i) => {
      // the same weights, lowered in another way: float32 images differ in their last digits
      expect(value / ours.records[i]!.value).toBeCloseTo(1, 3);
      expect(gStep).toBe(2);
    });
  });

  test("of folders: images against others, and against themselves", async () => {
    for (const [name, seed] of [
      ["a", 1],
      ["b", 2],
    ] as const) {
      await mkdir(join(cwd, name), { recursive: true });
      for (let i = 0; i < 12; i++) {
        const noise = { type: "gaussian", mean: 90 + 5 * i * seed, sigma: 30 } as const;
        const image = { width: 16, height: 16, channels: 3, background: "#000", noise } as const;
        await sharp({ create: image })
          .png()
          .toFile(join(cwd, name, `${i}.png`));
      }
    }
    const request = {
      path: "a",
      features: "shapes",
      metrics: ["fid", "prdc"],
      out: join(cwd, "results"),
    } as const;
    const other = await evaluated({ ...request, against: join(cwd, "b") });
    expect(other.text).toContain("protocol custom (from quick)");
    expect(other.text).toContain("warning: the protocol wants 2000 real images, there are 12");
    await evaluated({ ...request, against: join(cwd, "a") });
    const records = await readEvaluations(join(cwd, "results/evaluations.jsonl"));
    const distances = records.filter(({ metric }) => metric === "frechet-distance");
    expect(distances[0]!.value).toBeGreaterThan(1);
    expect(distances[1]!.value).toBeLessThan(1e-6);
    expect(distances[0]!.subject).toMatchObject({ kind: "images", batchNorm: null });
  });

  test("under all protocols shows them side by side", async () => {
    const { text } = await evaluated({
      path: run,
      protocol: "all",
      features: "shapes",
      metrics: ["is", "fid", "prdc"],
      changes,
    });
    expect(text).toMatch(/^protocol +real +fake +score +Fréchet +cov\. +dens\. +prec\. +recall$/m);
    expect(text).toMatch(/^bsn-5k-10k\* +60 train +50 +\d/m);
    expect(text).toMatch(/^sngan-10k-5k\* +60 test +50 +\d/m);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("of an experiment tells mean and spread over its runs", async () => {
    const { text } = await evaluated({ path: "experiment", metrics: ["fid"], changes });
    const value = (name: string) =>
      Number(new RegExp(`^${name} .* ([\\d.]+)$`, "m").exec(text)?.[1]);
    const [a, b] = [value("seed-0"), value("seed-1")];
    expect(value("mean")).toBeCloseTo((a + b) / 2, 1);
    expect(value("± std")).toBeCloseTo(Math.abs(a - b) / Math.SQRT2, 1);
  });

  test("draws generated images beside the nearest training images", async () => {
    const metrics = ["neighbours", "fid"] as const;
    const { text, records } = await evaluated({ path: run, metrics, changes });
    expect(records.map(({ counts }) => counts.fake)).toEqual([50, 50]);
    expect(text).toMatch(/^ {2}60 test images of shapes, 50 generated; features: shapes /m);
    expect(text).toMatch(/^ {2}nearness ratio: 100 train images of shapes, 50 generated$/m);
    expect(text).toMatch(/^recorded: .*pictures\/neighbours-000002\.png$/m);
    const picture = await sharp(join(cwd, run, "pictures/neighbours-000002.png")).metadata();
    expect([picture.width, picture.height]).toEqual([9 * 66 - 2, 8 * 66 - 2]);
  });

  test("of points tells the modes", async () => {
    await trainHere(join(cwd, "points"), "eight-gaussians", "steps=2");
    const { text } = await evaluated({ path: "points", changes: { fakeCount: 500 } });
    expect(text).toMatch(/ {2}modes covered +\d of 8$/m);
    expect(text).toMatch(/ {2}high quality +[\d.]+$/m);
  });

  test("of a conditional generator draws classes, and tells the distance within each", async () => {
    const settings = [
      ...["steps=1", "model.conditioning=projection"],
      "generator.normalization.name=conditional-batch-norm",
    ];
    await trainTiny(join(cwd, "conditional"), ...settings);
    const request = {
      metrics: ["intra-fid"],
      changes: { realCount: 200, fakeCount: 200 },
    } as const;
    const ours = await evaluated({ path: "conditional", ...request });
    expect(ours.records[0]).toMatchObject({
      metric: "intra-frechet-distance",
      spread: { over: "classes", count: 10 },
    });
    const theirs = await evaluated({
      path: "conditional/generator.onnx",
      against: "shapes",
      protocol: "shapes",
      ...request,
    });
    // the same weights and classes, lowered in another way
    expect(theirs.records[0]!.value / ours.records[0]!.value).toBeCloseTo(1, 3);
  });

  test("stopped by Ctrl-C leaves nothing half written", async () => {
    const before = await readFile(join(cwd, run, "evaluations.jsonl"), "utf8");
    const cache = await readdir(join(cwd, "cache/references"));
    const args = ["--fake-count", "50000", "--metrics", "fid"];
    const { child, result, seen } = start(cwd, "evaluate", run, ...args);
    await until(() => seen().includes("features of generated images"));
    child.kill("SIGINT");
    const { signal, out, err } = await result;
    expect({ signal, out }).toEqual({ signal: "SIGINT", out: "" });
    expect(err).toContain("stopped; nothing was recorded");
    expect(await readFile(join(cwd, run, "evaluations.jsonl"), "utf8")).toBe(before);
    expect(await readdir(join(cwd, "cache/references"))).toEqual(cache);
  });

  test.each([
    [{ path: "nowhere" }, /a folder or an archive of images, or an \.onnx file, got .*nowhere/],
    [{ path: run, protocol: "50k" }, /protocol: must be one of sngan-10k-5k/],
    [
      { path: run, protocol: "quick" },
      /inception-2015: its weights must be in .*data.inception, got none of pt_inception-2015/,
    ],
    [{ path: run, step: 7 }, /there is no checkpoint of step 7/],
    [{ path: run, step: "best" }, /no checkpoint is marked as the best/],
    [{ path: run, against: "nothing" }, /--against must be a data set \(shapes/],
    [{ path: run, metrics: ["modes"] }, /modes needs points of a known mixture/],
    [{ path: "a", metrics: ["fid"] }, /fid must be given real images to compare with/],
    [{ path: "broken.onnx" }, /broken\.onnx: it is not an ONNX file/],
  ] as const)("%j is refused", async (request, message) => {
    await writeFile(join(cwd, "broken.onnx"), "this is no model");
    await expect(evaluated(request)).rejects.toThrow(message);
  });

  test("names what is wrong with its options", async () => {
    const result = await command(cwd, "evaluate", run, "--metrics", "fid,lpips");
    expectRefusal(result);
    expect(result.err).toContain("lpips is none of is, modes, fid");
  });
});

test("compare warns of results that were not measured alike, and with --strict fails", async () => {
  const more = await evaluated({
    path: "experiment/seed-1",
    metrics: ["fid"],
    changes: { ...changes, fakeCount: 40 },
  });
  expect(more.records).toHaveLength(1);
  const unlike = await command(cwd, "compare", "--strict", run, "experiment/seed-1");
  expect(unlike).toMatchObject({ code: 1 });
  expect(unlike.out).toMatch(/fake\.count \(50, 40\)/);
  expect(unlike.out).toContain("warning: not all results of a metric were measured alike");
  const lenient = await command(cwd, "compare", run, "experiment/seed-1");
  expect(lenient.code).toBe(0);
  const report = await command(cwd, "report", run, "experiment", "--out", "page.html");
  expect(report).toMatchObject({ code: 0, out: "report: page.html\n" });
  const page = await readFile(join(cwd, "page.html"), "utf8");
  expect(page).toMatch(/they differ in [^<]*\bfake\.count\b/);
  expect(page).toMatch(/<p class="doubtful">[^<]*Fréchet distance: 40 samples are too few/);
  for (const { value } of more.records)
    expect(page).toContain(`<td class="number">${value.toFixed(2)}</td>`);
});

/** What the request gives, as records and as it is printed. */
async function evaluated(request: Partial<EvaluationRequest> & { readonly path: string }) {
  const path = join(cwd, request.path);
  const all = { device: "cpu", changes: {}, ...request, path } as const;
  const { runEvaluation } = await built<typeof import("../src/evaluation/request/session.ts")>(
    "evaluation/request/session",
  );
  const { evaluationLines } =
    await built<typeof import("../src/cli/evaluate/tables.ts")>("cli/evaluate/tables");
  const outcome = await runEvaluation(all, () => {});
  const records = outcome.subjects.flatMap(({ evaluations }) =>
    evaluations.flatMap((one) => one.records),
  );
  return { records, text: evaluationLines(outcome).join("\n") };
}
