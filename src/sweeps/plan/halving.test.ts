import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { createSweep, type Sweep, type SweepRun } from "../folder/folder.ts";
import { halvingStandings, type Rung } from "../folder/standings.ts";
import { parseSweep } from "./describe.ts";
import { expandSweep } from "./expand.ts";
import { halvedCost, rungsOf, survivors } from "./halving.ts";

describe("rungs", () => {
  test("grow by 1/keep and end at the whole run", () => {
    expect(rungsOf(100, 0.5, 800)).toEqual([100, 200, 400, 800]);
    expect(rungsOf(100, 1 / 3, 2700)).toEqual([100, 300, 900, 2700]);
    // 800 would be too near to the end
    expect(rungsOf(100, 0.5, 1000)).toEqual([100, 200, 400, 1000]);
    expect(rungsOf(100, 0.25, 150)).toEqual([150]);
  });
});

test("costs the steps that each rung's points still have to go", () => {
  const halving = { keep: 0.5, rungs: [100, 200, 400, 800] };
  const steps = 8 * 100 + 4 * 100 + 2 * 200 + 1 * 400;
  expect(halvedCost(halving, 8)).toEqual({ counts: [8, 4, 2, 1], share: steps / (8 * 800) });
  expect(halvedCost(halving, 1)).toEqual({ counts: [1, 1, 1, 1], share: 1 });
});

describe("survivors", () => {
  const half = { keep: 0.5, mode: "min" } as const;

  test("are the better part, best first", () => {
    expect(survivors([3, 1, 4, 1.5], half)).toEqual([1, 3]);
    expect(survivors([3, 1, 4, 1.5], { keep: 0.5, mode: "max" })).toEqual([2, 0]);
    expect(survivors([3, 1, 2], half)).toEqual([1, 2]);
    expect(survivors([3], { keep: 0.1, mode: "min" })).toEqual([0]);
  });

  test("are never those without a value, and of equals the earlier", () => {
    expect(survivors([null, 2, Number.NaN, Number.POSITIVE_INFINITY], half)).toEqual([1]);
    expect(survivors([null, null], half)).toEqual([]);
    expect(survivors([1, 1, 1, 1], half)).toEqual([0, 1]);
  });
});

test("refuses runs that are not evaluated alike", async () => {
  const halved = (axis: string, metric: string) => {
    const text = `base: quickstart\nset: { steps: 100, evaluate.every: 10 }\naxes: [${axis}]\nhalving: { metric: ${metric}, mode: min, first: 20 }\n`;
    return expandSweep(parseSweep("s.yaml", text));
  };
  const features = "{ key: evaluate.features, values: [shapes, net.onnx] }";
  await expect(halved(features, "evaluate/frechet-distance")).rejects.toThrow(
    "all runs must be evaluated alike to be compared by evaluate/frechet-distance, they differ in features.extractor (shapes, net.onnx)",
  );
  const protocol = "{ key: evaluate.protocol, values: [shapes, quick] }";
  await expect(halved(protocol, "evaluate/frechet-distance")).rejects.toThrow(
    /they differ in real\.split \(test, training\), features\.extractor \(shapes, inception-2015\)/,
  );
  expect((await halved(features, "loss/d")).runs).toHaveLength(2);
});

/** A sweep of learning rates 0.1, 0.2, …, of 100 steps each. */
async function sweepOf(points: number, seeds: number, halving: string): Promise<Sweep> {
  const rates = Array.from({ length: points }, (_, i) => (i + 1) / 10);
  const axes = `[{ key: discriminator.optimizer.learningRate, values: [${rates}] }]`;
  const text = `base: quickstart\nset: { steps: 100 }\naxes: ${axes}\nseeds: ${seeds}\nhalving: ${halving}\n`;
  const expanded = await expandSweep(parseSweep("s.yaml", text));
  const out = join(await temporaryFolder(), "s");
  return createSweep({ expanded, text, set: [], budgetHours: null, out });
}

/** Leaves what standings read of a run: its newest checkpoint, and records of a measure by their steps. */
async function leave(
  sweep: Sweep,
  run: SweepRun | undefined,
  saved: number,
  values: Readonly<Record<number, number>>,
): Promise<void> {
  const folder = sweep.fileOf(run as SweepRun, "folder");
  await mkdir(join(folder, "checkpoints", String(saved).padStart(6, "0")), { recursive: true });
  const lines = Object.entries(values).map(([gStep, x]) =>
    JSON.stringify({ gStep: Number(gStep), x }),
  );
  await writeFile(join(folder, "metrics.jsonl"), lines.map((line) => `${line}\n`).join(""));
}

const none = () => false;
const told = (rungs: readonly Rung[]) =>
  rungs.map(({ step, contenders }) => [
    step,
    ...contenders.map(({ point, value, fate }) => [Object.values(point)[0], value, fate]),
  ]);

describe("standings", () => {
  test("are decided once all have come, by the last record up to the rung, the mean over seeds", async () => {
    const sweep = await sweepOf(3, 2, "{ metric: x, mode: max, keep: 0.3, first: 30 }");
    expect(sweep.halving?.rungs).toEqual([30, 100]);
    const [a0, b0, c0, a1, b1, c1] = sweep.runs;
    await leave(sweep, a0, 30, { 10: 9, 30: 1 });
    await leave(sweep, b0, 30, { 20: 5 });
    await leave(sweep, c0, 30, { 30: 3 });
    await leave(sweep, a1, 30, { 30: 2 });
    await leave(sweep, b1, 29, { 20: 3 });
    await leave(sweep, c1, 30, { 30: 3 });
    const open = [0.2, null, "open"];
    expect(told(await halvingStandings(sweep, none))).toEqual([
      [30, [0.3, 3, "open"], [0.1, 1.5, "open"], open],
    ]);
    // what comes later changes nothing about this rung
    await leave(sweep, b1, 100, { 20: 3, 100: 0 });
    expect(told(await halvingStandings(sweep, none))).toEqual([
      [30, [0.2, 4, "on"], [0.3, 3, "out"], [0.1, 1.5, "out"]],
      [100, [0.2, null, "open"]],
    ]);
    await leave(sweep, b0, 100, { 20: 5, 100: 1 });
    expect(told(await halvingStandings(sweep, none)).at(-1)).toEqual([100, [0.2, 0.5, "on"]]);
  });

  test("a point that has lost a seed is out; a metric that nobody records is refused", async () => {
    const sweep = await sweepOf(2, 1, "{ metric: x, mode: min, first: 50 }");
    const [a, b] = sweep.runs;
    await leave(sweep, a, 50, { 50: 3 });
    await leave(sweep, b, 10, { 10: 1 });
    const isLost = (run: SweepRun) => run === b;
    expect(told(await halvingStandings(sweep, isLost))[0]).toEqual([
      50,
      [0.1, 3, "on"],
      [0.2, null, "out"],
    ]);
    await leave(sweep, a, 50, {});
    await leave(sweep, b, 50, {});
    await expect(halvingStandings(sweep, none)).rejects.toThrow(
      "halving.metric: must be recorded by then, got no x up to step 50",
    );
  });
});

test("a halving that cannot be is refused with the rule", async () => {
  const refused = async (halving: string) =>
    sweepOf(2, 1, halving).then(
      () => "taken",
      (error: Error) => error.message,
    );
  expect(await refused("{ metric: x, mode: min, first: 100 }")).toContain(
    "s.yaml, line 5: halving.first: must be less than the 100 steps of a run, got 100",
  );
  expect(await refused("{ metric: evaluate/fid, mode: min, first: 10 }")).toContain(
    "s.yaml, line 5: halving: evaluate.every must be between 1 and first (10) so that evaluate/fid is there, got 0",
  );
  expect(await refused("{ metric: x, mode: best, keep: 1, first: 10 }")).toContain(
    `halving.mode: must be one of min, max, got "best"`,
  );
});
