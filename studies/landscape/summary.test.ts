/** The study's figures by hand. */
import { describe, expect, test } from "vitest";
import { FIXED } from "./grid.ts";
import { methods } from "./methods.ts";
import type { StudyRun } from "./results.ts";
import { quantile, summarize } from "./summary.ts";

test("quantiles lie between values", () => {
  expect(quantile([1, 2, 3, 10], 0.5)).toBe(2.5);
  expect(quantile([1, Number.POSITIVE_INFINITY], 0)).toBe(1);
  expect(quantile([1, 2, Number.POSITIVE_INFINITY], 0.75)).toBe(Number.POSITIVE_INFINITY);
});

describe("a summary", () => {
  const run = (name: string, frechet: number, seed = 0): StudyRun => ({
    ...{ architecture: "sndcgan", loss: "hinge", point: {}, seed, frechet, kernel: frechet },
    method: methods.find((method) => method.name === name)!,
  });

  test("has best, spread, and the share within twice the best of all methods", () => {
    const runs = [run("SN", 10), run("SN", 19), run("none", 21), run("none", 18), run("none", 50)];
    const best = [run("SN", 30, 1), run("SN", 12, 2)];
    const [sn, none] = summarize(runs, best);
    expect(sn).toMatchObject({ method: "SN", settings: 2, best: 10, median: 14.5, working: 1 });
    expect(sn?.ofSeeds).toEqual({ count: 2, median: 21 });
    expect(none).toMatchObject({ best: 18, median: 21, working: 1 / 3, ofSeeds: null });
  });
});

test("the study has 24 fixed settings", () => expect(FIXED).toBe(24));
