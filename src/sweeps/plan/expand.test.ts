/** Expansion: the runs that a sweep's file stands for, and what is wrong with a file. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { costClasses } from "./cost.ts";
import { parseSweep, readSweepFile } from "./describe.ts";
import { expandSweep } from "./expand.ts";
import { pointsOf, rangeValues } from "./points.ts";

const expand = (text: string, set: readonly string[] = [], seeds?: number) =>
  expandSweep(parseSweep("grid.yaml", text), set, seeds);

/** The problems of a file, each as it is told. */
async function problemsOf(text: string, ...set: string[]): Promise<string[]> {
  try {
    await expand(text, set);
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split("\n");
    expect(head).toMatch(/^the sweep has (a problem|\d+ problems):$/);
    return lines.map((line) => line.trim());
  }
  return [];
}

const REPARAMETRIZATION = "discriminator.reparametrization";
const RATE = "discriminator.optimizer.learningRate";

describe("a sweep", () => {
  test("is every value with every other one, for each seed", async () => {
    const { name, runs } = await expand(`
base: quickstart
set: { steps: 7, "model.latentSize": 16 }
axes:
  - { key: ${REPARAMETRIZATION}.name, values: [sn, bsn] }
  - { key: ${RATE}, values: [1e-3, 2e-4] }
seeds: [3, 9]
`);
    expect(name).toBe("grid");
    expect(runs.map((run) => run.name)).toEqual(
      [3, 9].flatMap((seed) =>
        ["sn", "bsn"].flatMap((method) =>
          ["0.001", "0.0002"].map((rate) => `${method}-learningRate${rate}-seed${seed}`),
        ),
      ),
    );
    const { config, point } = runs[5]!;
    expect(point).toEqual({ [`${REPARAMETRIZATION}.name`]: "sn", [RATE]: 2e-4 });
    expect(config).toMatchObject({ name: runs[5]!.name, seed: 9, steps: 7, recipe: "quickstart" });
    expect(config.model.latentSize).toBe(16);
    expect(config.discriminator).toMatchObject({
      reparametrization: { name: "sn" },
      optimizer: { learningRate: 2e-4 },
    });
  });

  test("takes its base from a file beside it, and options and seeds from the command line", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "base.yaml"), "recipe: quickstart\nseed: 40\nsteps: 5\n");
    const file = join(folder, "two.yaml");
    await writeFile(file, "base: base.yaml\nrunName: run{seed}\n");
    const { runs } = await expandSweep(await readSweepFile(file), ["steps=6"], 2);
    expect(runs.map(({ name, config }) => [name, config.steps, config.seed])).toEqual([
      ["run40", 6, 40],
      ["run41", 6, 41],
    ]);
  });

  test("has zipped axes, and axes that are there only where another has a value", async () => {
    const points = pointsOf([
      { zip: { a: [1, 2, 3], b: ["x", "y", "z"] } },
      { key: "c", values: [10, 20], where: { a: [1, 3], b: ["x", "y"] } },
    ]);
    expect(points).toEqual([
      { a: 1, b: "x", c: 10 },
      { a: 1, b: "x", c: 20 },
      { a: 2, b: "y" },
      { a: 3, b: "z" },
    ]);
  });

  test("has ranges with both ends", () => {
    const linear = { scale: "linear" } as const;
    expect(rangeValues({ from: 0.1, to: 0.5, step: 0.1, ...linear })).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5,
    ]);
    expect(rangeValues({ from: 1, to: 4, step: 2, ...linear })).toEqual([1, 3]);
    expect(rangeValues({ from: 4, to: 1, count: 4, ...linear })).toEqual([4, 3, 2, 1]);
    expect(rangeValues({ from: 1e-4, to: 1e-1, count: 4, scale: "log" })).toEqual([
      1e-4, 1e-3, 1e-2, 1e-1,
    ]);
  });

  test("of a thousand runs is expanded", async () => {
    const start = performance.now();
    const { runs } = await expand(`
base: quickstart
axes: [{ key: ${RATE}, range: { from: 1e-5, to: 1e-2, count: 200, scale: log } }]
seeds: 5
`);
    console.log(`expanded ${runs.length} runs in ${Math.round(performance.now() - start)} ms`);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(1000);
  });

  test("costs the same where only seeds, steps and step sizes differ", async () => {
    const { runs } = await expand(`
base: quickstart
axes:
  - { key: ${REPARAMETRIZATION}.name, values: [sn, bsn] }
  - { key: ${RATE}, values: [1e-3, 2e-4] }
  - { key: steps, values: [10, 20] }
seeds: 2
`);
    expect(costClasses(runs).map((one) => one.runs.length)).toEqual([8, 8]);
  });
});

describe("what is wrong is told in a line each, with its place:", () => {
  const base = "base: quickstart\n";
  test.each([
    [
      "a misspelt key",
      `${base}seds: 2`,
      "grid.yaml, line 2: seds: unknown key; did you mean seeds?",
    ],
    ["no base", "seeds: 2", "grid.yaml: base: must be text, not empty, got nothing"],
    [
      "a key of an axis",
      `${base}axes: [{ key: steps, vales: [1] }]`,
      "vales: unknown key; did you mean values?",
    ],
    [
      "an empty axis",
      `${base}axes: [{ key: steps }]`,
      "grid.yaml, line 2: axes[0]: must have a key (or keys) with values, range or distribution, or zip alone, got key",
    ],
    [
      "zips of other lengths",
      `${base}axes: [{ zip: { steps: [1], batchSize: [1, 2] } }]`,
      "zip must have as many values of each key, got steps 1, batchSize 2",
    ],
    [
      "half a range",
      `${base}axes: [{ key: steps, range: { from: 1, to: 2 } }]`,
      "range must have either count or step",
    ],
    [
      "a range to nowhere",
      `${base}axes: [{ key: steps, range: { from: 0, to: 2, count: 2, scale: log } }]`,
      "positive ends on a log scale, got 0 and 2",
    ],
    [
      "an unknown config key",
      `${base}axes:\n  - { key: discriminator.learningRate, values: [1] }`,
      "grid.yaml, line 3: axes[0]: discriminator.learningRate: unknown key; did you mean",
    ],
    [
      "a value out of range",
      `${base}axes: [{ key: steps, values: [5, -1] }]`,
      "axes[0]: steps: must be a whole number ≥ 1, got -1",
    ],
    [
      "a setting of all runs",
      `${base}set:\n  batchsize: 3`,
      "grid.yaml, line 3: set.batchsize: unknown key; did you mean batchSize?",
    ],
    [
      "a recipe",
      "base: quickstat",
      'grid.yaml, line 1: base: recipe: must be a recipe or a .yaml file, got "quickstat"; did you mean quickstart?',
    ],
    [
      "a condition on a later axis",
      `${base}axes: [{ key: steps, values: [1], where: { batchSize: 2 } }]`,
      "axes[0]: where: batchSize must be a key of an earlier axis",
    ],
    [
      "an axis twice",
      `${base}axes: [{ key: steps, values: [1] }, { key: steps, values: [2] }]`,
      "axes[1]: steps is an axis already",
    ],
    [
      "seeds as an axis",
      `${base}axes: [{ key: seed, values: [1] }]`,
      "seed cannot be an axis; use seeds",
    ],
    ["a placeholder", `${base}runName: "{sed}"`, "runName: {sed} is no axis; did you mean seed?"],
    [
      "names that clash",
      `${base}runName: same\nseeds: 2`,
      "every run needs a name of its own, got same twice",
    ],
    ["no YAML", "base: [", "must be YAML"],
    [
      "a key of every object",
      `${base}axes: [{ key: __proto__.x, values: [1, 2] }]`,
      "axes[0]: __proto__.x: unknown key",
    ],
    [
      "a setting of that name",
      `${base}set: { __proto__: { steps: 1 } }`,
      "grid.yaml, line 2: __proto__: unknown key",
    ],
    [
      "a zip of that name",
      `${base}axes: [{ zip: { __proto__.x: [1] } }]`,
      "axes[0]: __proto__.x: unknown key",
    ],
    ["an empty file", "# nothing\n", "must hold keys and values, got none"],
    ["an unknown alias", "base: *x", "no anchor &x stands before the alias *x"],
  ])("%s", async (_what, text, line) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(line);
  });

  test("an option on an axis", async () => {
    const problems = await problemsOf(`${base}axes: [{ key: steps, values: [1] }]`, "steps=4");
    expect(problems).toEqual([
      "grid.yaml, line 2: axes[0]: steps is an axis; leave out --set steps",
    ]);
  });

  test("more runs than a sweep may have, counted before they are made", async () => {
    const range = (text: string) => `range: { ${text} }`;
    const values = range("from: 1, to: 100, count: 10000");
    const axes = (...ranges: string[]) =>
      `${base}axes: [${ranges.map((one, i) => `{ key: ${["steps", "seed2", "batchSize"][i]}, ${one} }`)}]`;
    const limit = "grid.yaml, line 2: axes: must stand for at most 10000 runs, got";
    expect(await problemsOf(axes(values, values))).toEqual([
      `${limit} 100000000; leave values out`,
    ]);
    expect(await problemsOf(axes(range("from: 0, to: 1e15, step: 1")))).toEqual([
      `${limit} 1000000000000001; leave values out`,
    ]);
    expect(await problemsOf(axes(range("from: -1e308, to: 1e308, step: 1e-300")))).toEqual([
      `${limit} Infinity; leave values out`,
    ]);
    const where = `${values}, where: { steps: [1, 2] }`;
    expect(await problemsOf(axes(range("from: 1, to: 3, count: 3"), where))).toEqual([
      `${limit} up to 30000; leave values out`,
    ]);
    await expect(expand(`${base}axes: [{ key: steps, values: [1, 2] }]`, [], 5001)).rejects.toThrow(
      "there must be at most 10000 runs, got 10002",
    );
  });

  test("an axis that is nowhere there may have any number of values", () => {
    const range = { from: 0, to: 1e15, step: 1, scale: "linear" } as const;
    expect(
      pointsOf([
        { key: "a", values: [1] },
        { key: "b", range, where: { a: 2 } },
      ]),
    ).toEqual([{ a: 1 }]);
  });

  test("more keys than a config has", async () => {
    const keys = Array.from({ length: 501 }, (_, i) => `k${i}`);
    const set = keys.map((key) => `${key}: 1`).join(", ");
    expect(await problemsOf(`${base}set: { ${set} }`)).toEqual([
      "grid.yaml, line 2: set: must have at most 500 keys, got 501",
    ]);
    const axes = keys.map((key) => `{ key: ${key}, values: [1] }`).join(", ");
    expect(await problemsOf(`${base}axes: [${axes}]`)).toEqual([
      "grid.yaml, line 2: axes: must have at most 500 keys, got 501",
    ]);
  });

  test("of very many problems the first ten, and how many there are", async () => {
    const keys = Array.from({ length: 4000 }, (_, i) => `k${i}: 1\n`).join("");
    const problems = await problemsOf(base + keys);
    expect(problems).toHaveLength(11);
    expect(problems[0]).toMatch(/^grid\.yaml, line 2: k0: unknown key; known here: /);
    expect(problems[10]).toBe("and 3990 more");
  });

  test("a text of a sweep stays a text, and a number of it becomes none", async () => {
    const { runs } = await expand(`
base: quickstart-unconditional
set: { data.name: folder, data.root: "it's #1" }
axes: [{ key: data.path, values: ["2024", "a: b", "some/set #1"] }]
runName: r{path}
`);
    expect(runs.map(({ config }) => config.data.path)).toEqual(["2024", "a: b", "some/set #1"]);
    expect(runs[0]?.config.data.root).toBe("it's #1");
    expect(await problemsOf(`${base}axes: [{ key: data.root, values: [2024] }]`)).toEqual([
      'grid.yaml, line 2: axes[0]: data.root: must be text, not empty, got 2024; write it in quotes, "2024"',
    ]);
  });

  test("no file", async () => {
    await expect(readSweepFile("nowhere.yaml")).rejects.toThrow("there is no such sweep file");
    await expect(readSweepFile("quickstar")).rejects.toMatchObject({
      advice: expect.stringMatching(/^Did you mean quickstart\?/),
    });
  });
});
