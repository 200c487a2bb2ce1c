/** Every claim is whole, and its trials are configs at every scale that it has. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LEVEL } from "../statistics/index.ts";
import { papers, type Scale, type Setting, scales, scalesOf } from "./claim.ts";
import { claimData } from "./data/index.ts";
import { claims } from "./registry.ts";
import { estimateSeconds, planTrials, seedsOf } from "./trials/index.ts";

/** A claim's setting at a scale, on the data sets of these names. */
const settingAt = (scale: Scale, ...names: readonly string[]): Setting => ({
  scale,
  data: scale === "paper" ? [] : names.map((name) => claimData[name]!),
});
const tested = claims.flatMap(({ name, test: one, method }) =>
  one.kind === "trials" ? [{ name, one, method }] : [],
);

test("names are unique, and no claim lacks its texts", () => {
  expect(new Set(claims.map(({ name }) => name)).size).toBe(claims.length);
  for (const { name, paper, where, claimed, criterion, method } of claims) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(Object.keys(papers)).toContain(paper);
    expect(where.length).toBeGreaterThan(0);
    for (const text of [claimed, criterion, ...Object.values(method)]) {
      expect(text, name).toMatch(/\.$/);
    }
  }
});

test("the documentation has the results of every claim, or says that it is not tested", () => {
  const results = readFileSync(new URL("../../docs/claims-results.md", import.meta.url), "utf8");
  expect(claims.map(({ name }) => name).filter((name) => !results.includes(`\`${name}\``))).toEqual(
    [],
  );
});

test.each(
  claims.flatMap(({ name, test: one }) =>
    one.kind === "direct" && one.design !== undefined ? [{ name, one }] : [],
  ),
)("$name states what chance passes in at most 5 % of all tests", ({ one }) => {
  const design = one.design!(one.seeds!);
  expect(design.chance).toBeGreaterThan(0);
  expect(design.chance).toBeLessThanOrEqual(LEVEL);
  for (const { text } of design.hypotheses) expect(text).toMatch(/\.$/);
});

test("the medium scale is that of these claims", () => {
  const medium = claims.filter((claim) => scalesOf(claim).includes("medium"));
  expect(medium.map(({ name }) => name).sort()).toEqual([
    "data-sets",
    "scales-bssn",
    "settings",
    "table-2",
  ]);
});

describe.each(scales)("at the %s scale", (scale) => {
  const here = tested.filter((claim) => scalesOf(claim).includes(scale));

  test.each(here)("the trials of $name are configs of different names", async ({ one }) => {
    const names = one.allData === true ? ["shapes", "mnist", "cifar10"] : ["shapes"];
    const setting = settingAt(scale, ...names);
    const { choice, test: runs } = await planTrials(one, setting, { set: [] });
    for (const some of [choice, runs]) {
      expect(new Set(some.map(({ name }) => name)).size).toBe(some.length);
    }
    const seeds = (some: typeof runs) => [...new Set(some.map(({ config }) => config.seed))];
    expect(seeds(runs)).toHaveLength(seedsOf(one, setting));
    // what chooses and what tests have no seed in common
    expect(seeds(choice).filter((seed) => seeds(runs).includes(seed))).toEqual([]);
    const data = new Set([...choice, ...runs].map(({ config }) => config.data.name));
    if (scale === "paper") expect([...data]).not.toContain("shapes");
    else expect([...data].sort()).toEqual([...names].sort());
  });

  test.each(here.filter(({ one }) => one.design !== undefined))(
    "$name states what chance passes in at most 5 % of all tests",
    ({ one }) => {
      const setting = settingAt(scale, "shapes", "mnist");
      const design = one.design!(setting, seedsOf(one, setting));
      expect(design.chance).toBeGreaterThan(0);
      expect(design.chance).toBeLessThanOrEqual(LEVEL);
      for (const { text } of design.hypotheses) expect(text).toMatch(/\.$/);
    },
  );
});

test("every claim that compares images by their distance states its design", () => {
  const evaluated = tested.filter(({ one }) => {
    const trials = one.trials(
      settingAt("small", "shapes"),
      one.choice?.planned(settingAt("small", "shapes")) ?? {},
    );
    return trials.some(({ set }) => Number(set["evaluate.every"]) > 0);
  });
  expect(evaluated.length).toBeGreaterThan(9);
  for (const { name, one } of evaluated) expect(one.design, name).toBeDefined();
});

test.each([
  ["of spectral normalization and mean-field theory", false, 2],
  ["of the methods beside them", true, 0.5],
])(
  "the claims %s are estimated to take less time than they may, on two cores",
  async (_, isNeighbor, hours) => {
    const some = claims.filter(({ paper }) => papers[paper].isNeighbor === isNeighbor);
    let seconds = 0;
    for (const claim of some) {
      const names =
        claim.test.kind === "trials" && claim.test.allData === true
          ? ["shapes", "mnist", "cifar10"]
          : ["shapes"];
      seconds += await estimateSeconds({ claim, setting: settingAt("small", ...names), set: [] });
    }
    expect(some.length).toBeGreaterThan(4);
    expect(seconds).toBeLessThan(hours * 3600);
  },
);
