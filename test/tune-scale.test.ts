/** `tune-scale` of the built command line and as a library, and its answers from what the runs left. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { built } from "./support/runs/built.ts";
import { command, expectRefusal, set } from "./support/runs/command-line.ts";
import { linesTooLong, recordsOf, scaleOf } from "./support/runs/scale-searches.ts";
import { pointsSettings } from "./support/runs/small-runs.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

test("by the gradient: slopes are those of the runs' records; SN becomes SSN", async () => {
  const cwd = await temporaryFolder();
  const start = "eight-gaussians";
  const settings = [...pointsSettings, "discriminator.reparametrization.name=sn"];
  const search = { start, set: settings, by: "gradient", steps: 160, scales: [0.5, 4] } as const;
  const { tuneScale } = await built<typeof import("../src/tune/index.ts")>("tune/index");
  const out = join(cwd, "g");
  const found = await tuneScale({ ...search, out });
  expect(found).toMatchObject({ folder: out, answer: { by: "gradient" } });
  const again = await command(
    cwd,
    ...["tune-scale", start, ...set(...settings)],
    ...["--scales", "0.5,4", "--steps", "160", "--by", "gradient", "--out", "g"],
  );
  expect(again.code, again.err).toBe(0);
  expect(again.err).not.toContain("begun");
  expect(linesTooLong(again.out)).toEqual([]);
  const { slopes, scale, options, ...answer } = await scaleOf(cwd, "g");
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
  expect(options).toEqual([
    "discriminator.reparametrization.name=ssn",
    `discriminator.reparametrization.scale=${scale}`,
  ]);
});

test("the plan is told without training; what will not do is refused", async () => {
  const cwd = await temporaryFolder();
  const plan = await command(cwd, "tune-scale", "quickstart", "--dry-run");
  expect(plan.code).toBe(0);
  expect(plan.out).toMatch(
    /^scale of ssn: 6 runs, 4675 generator steps, 35 % of the whole grid\nscales: 0.7, 1, 1.4, 2, 2.8, 4\n/,
  );
  expect(linesTooLong(plan.out)).toEqual([]);
  expect(stagesIn(plan.out)).toEqual([
    ["275", "6", "1650"],
    ["550", "3", "825"],
    ["1100", "2", "1100"],
    ["2200", "1", "1100"],
  ]);
  for (const by of ["halving", "gradient"]) {
    const args = ["--by", by, "--steps", "900", "--seeds", "2", "--scales", "1,2,4"];
    const { out } = await command(cwd, "tune-scale", "quickstart", "--dry-run", ...args);
    const total = stagesIn(out).reduce((sum, [, , steps]) => sum + Number(steps), 0);
    expect(out).toContain(`scale of ssn: 6 runs, ${total} generator steps`);
  }
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
    const refused = await command(cwd, "tune-scale", "quickstart", ...options);
    expectRefusal(refused);
    expect(refused.err).toMatch(message);
  }
});

/** Step, runs and steps of each stage in a plan. */
function stagesIn(text: string): string[][] {
  const found = text
    .replaceAll(/(\d) (?=\d{3})/g, "$1")
    .matchAll(/to step (\d+) +(\d+) runs? +(\d+) steps/g);
  return [...found].map(([, ...numbers]) => numbers as string[]);
}
