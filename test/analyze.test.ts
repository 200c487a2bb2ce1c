/** `analyze` of the built command line, on a real run. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { AnalysisOutcome } from "../src/evaluation/analysis/index.ts";
import { command, evenkeel, expectRefusal } from "./support/runs/command-line.ts";
import { trainTiny } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
beforeAll(() => trainTiny(join(cwd, "run"), "steps=2"), 60_000);

const few = ["--images", "6"];

test("prints tables of at most 80 columns, a layer a line, and changes nothing", async () => {
  const before = await readdir(join(cwd, "run"));
  const { code, out } = await evenkeel(cwd, "analyze", "run", ...few);
  expect(code).toBe(0);
  expect(out).toMatch(/^run at step 2: discriminator on 6 real, 6 generated images\n/);
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  for (const layer of ["conv1", "conv7", "dense"])
    expect(out).toMatch(new RegExp(`^${layer} `, "m"));
  expect(out).not.toMatch(/NaN|undefined|Infinity/);
  expect(await readdir(join(cwd, "run"))).toEqual(before);
}, 30_000);

test("--json has everything, the same for the same seed; the bound holds", async () => {
  const json = async (...flags: string[]) => {
    const { out } = await command(cwd, "analyze", "run", ...few, "--json", ...flags);
    return JSON.parse(out) as AnalysisOutcome;
  };
  const { analysis, counters } = await json("--step", "2", "--hessian", "conv7");
  expect([counters.gStep, analysis.images, analysis.hessian.layer]).toEqual([2, 6, "conv7"]);
  expect(analysis.layers.map(({ layer }) => layer)).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7].map((i) => `conv${i}`),
    "dense",
  ]);
  for (const { spectrum, sigma, bound } of analysis.layers) {
    expect(spectrum[0]).toBe(sigma.effective);
    expect(bound!.reached).toBeLessThanOrEqual(1 + 1e-5);
  }
  const other = await json("--seed", "1");
  expect(other.analysis.layers[0]!.sigma).toEqual(analysis.layers[0]!.sigma);
  expect(other.analysis.diversity).not.toEqual(analysis.diversity);
}, 30_000);

test("refuses a layer, a step and a folder that are not there", async () => {
  const layer = await command(cwd, "analyze", "run", ...few, "--hessian", "conv9");
  expectRefusal(layer);
  expect(layer.err).toMatch(/conv1, .*dense, got conv9/);
  expectRefusal(await command(cwd, "analyze", "run", "--step", "7"));
  expectRefusal(await command(cwd, "analyze", "elsewhere"));
}, 30_000);
