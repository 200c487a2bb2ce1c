/** `tune-scale` of the built command line and as a library, and its answers from what the runs left. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type JsonLine, readJsonLines } from "../src/files/json-lines.ts";
import { tuneScale } from "../src/tune/index.ts";
import { evenkeel, expectRefusal, points } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const ssn = [...points, "--set", "discriminator.reparametrization.name=ssn"];
const MEASURE = "evaluate/frechet-distance";
const scaleOf = async (cwd: string, folder: string) =>
  JSON.parse(await readFile(join(cwd, folder, "scale.json"), "utf8"));
const recordsOf = (cwd: string, folder: string, run: string): Promise<readonly JsonLine[]> =>
  readJsonLines(join(cwd, folder, "sweep", "runs", run, "metrics.jsonl"));
const fitsColumns = (out: string) =>
  out.split("\n").filter((line) => line.length > 80 && !line.startsWith("  npx "));

test("by halving: the better half by the runs' own records goes on; the same again trains nothing", async () => {
  const cwd = await temporaryFolder();
  const search = [...ssn, "--steps", "16", "--scales", "2,0.7,1,4"];
  const run = () => evenkeel(cwd, "tune-scale", ...search, "--out", "h");
  const first = await run();
  expect(first.code, first.err).toBe(0);
  expect(fitsColumns(first.out)).toEqual([]);

  let left = [0.7, 1, 2, 4];
  for (const step of [4, 8]) {
    const values = await Promise.all(
      left.map(async (scale) => {
        const records = await recordsOf(cwd, "h", `scale${scale}-seed0`);
        const known = records.filter((one) => one.gStep === step && MEASURE in one);
        expect(known).toHaveLength(1);
        return { scale, value: known[0]![MEASURE] as number };
      }),
    );
    values.sort((a, b) => a.value - b.value);
    left = values.slice(0, left.length / 2).map(({ scale }) => scale);
  }
  const answer = await scaleOf(cwd, "h");
  // 4 scales to step 4, 2 to step 8, 1 to step 16
  const steps = 4 * 4 + 2 * 4 + 8;
  expect(answer).toMatchObject({ by: "halving", method: "ssn", scale: left[0], steps });
  expect(answer.gridSteps).toBe(4 * 16);
  expect(answer.options).toEqual([`discriminator.reparametrization.scale=${left[0]}`]);
  expect(first.out).toContain(`eight-gaussians: ssn with scale ${left[0]}\n`);

  const again = await run();
  expect(again.code).toBe(0);
  expect(again.err).not.toContain("begun");
  expect(await scaleOf(cwd, "h")).toEqual({ ...answer, at: expect.any(String) });
  const other = await evenkeel(cwd, "tune-scale", ...ssn, "--steps", "32", "--out", "h");
  expectRefusal(other);
  expect(other.err).toContain('got a folder of {"start":"eight-gaussians"');
});

test("by the gradient: slopes are those of the runs' records; SN becomes SSN", async () => {
  const cwd = await temporaryFolder();
  const [start = "", ...options] = points;
  const config = options.filter((one) => one !== "--set");
  const set = [...config, "discriminator.reparametrization.name=sn"];
  const out = join(cwd, "g");
  const found = await tuneScale({ start, set, by: "gradient", steps: 160, scales: [0.5, 4], out });
  expect(found).toMatchObject({ folder: out, answer: { by: "gradient" } });
  const again = await evenkeel(
    cwd,
    ...["tune-scale", start, ...set.flatMap((one) => ["--set", one])],
    ...["--scales", "0.5,4", "--steps", "160", "--by", "gradient", "--out", "g"],
  );
  expect(again.code, again.err).toBe(0);
  expect(again.err).not.toContain("begun");
  expect(fitsColumns(again.out)).toEqual([]);
  const { slopes, scale, options: named, ...answer } = await scaleOf(cwd, "g");
  expect(answer).toMatchObject({ by: "gradient", method: "ssn", steps: 40, gridSteps: 320 });
  for (const { scale, slope } of slopes) {
    const records = await recordsOf(cwd, "g", `scale${scale}-seed0`);
    const late = records.filter(
      (one) => (one.gStep as number) > 10 && "inputGradient/fake/mean" in one,
    );
    expect(late).toHaveLength(10);
    const product = late.reduce((all, one) => all * (one["inputGradient/fake/mean"] as number), 1);
    expect(slope / product ** 0.1).toBeCloseTo(1, 9);
  }
  const [low, high] = slopes.map(({ slope }: { slope: number }) => Math.log(slope));
  // the line between both, at the middle of the band from 0.05 to 1
  const share = (Math.log(0.05) / 2 - low) / (high - low);
  expect(scale / (0.5 * 8 ** share)).toBeCloseTo(1, 2);
  expect(named).toEqual([
    "discriminator.reparametrization.name=ssn",
    `discriminator.reparametrization.scale=${scale}`,
  ]);
});

test("the plan is told without training; what will not do is refused", async () => {
  const cwd = await temporaryFolder();
  const plan = await evenkeel(cwd, "tune-scale", "quickstart", "--dry-run");
  expect(plan.code).toBe(0);
  expect(plan.out).toContain(
    "scale of ssn: 6 runs, 4250 generator steps, 35 % of the whole grid\nrungs at steps 250, 500, 1000, 2000 ",
  );
  expect(fitsColumns(plan.out)).toEqual([]);
  const refusals: readonly (readonly [RegExp, readonly string[]])[] = [
    [/sn, bsn, ssn, .* got none/, ["--set", "discriminator.reparametrization.name=none"]],
    [/--scales: .* got 1/, ["--scales", "1"]],
    [/--scales: .* got 1,1/, ["--scales", "1,1"]],
    [/must be numbers/, ["--scales", "1,,2"]],
    [/steps: .* 6 scales, got 3/, ["--steps", "3"]],
    [/--mode: must be given for the metric speed/, ["--metric", "speed"]],
    [/--metric: must be used with --by halving/, ["--by", "gradient", "--metric", "loss/d"]],
  ];
  for (const [message, options] of refusals) {
    const refused = await evenkeel(cwd, "tune-scale", "quickstart", ...options);
    expectRefusal(refused);
    expect(refused.err).toMatch(message);
  }
});
