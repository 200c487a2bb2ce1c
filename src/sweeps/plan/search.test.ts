/** Searches in a sweep's file: what they draw, and what is wrong with them. */
import { describe, expect, test } from "vitest";
import { parseSweep } from "./describe.ts";
import { expandSweep } from "./expand.ts";
import { groupOf, searchedValues } from "./search.ts";

const RATE = "discriminator.optimizer.learningRate";
const drawnRate = `{ key: ${RATE}, distribution: { name: log-uniform, from: 1.0e-5, to: 1.0e-2 } }`;
const expand = async (text: string) =>
  expandSweep(parseSweep("s.yaml", `base: quickstart\n${text}`));
const gaussian = "method: gaussian-process, metric: loss/d, mode: min";

async function messageOf(text: string): Promise<string> {
  return expand(text).then(
    () => "",
    (error: Error) => error.message,
  );
}

describe("a random search", () => {
  const text = `axes:
  - ${drawnRate}
  - { key: loss, values: [hinge, wasserstein] }
  - { key: nDis, distribution: { name: choice, values: [1, 5] }, where: { loss: wasserstein } }
search: { method: random, points: 4, seed: 3 }
seeds: 2
`;

  test("draws the same values at every combination of the other axes, and with every seed", async () => {
    const { runs, search } = await expand(text);
    expect(runs).toHaveLength(16);
    const names = runs.map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual([
      ...["001", "002", "003", "004"].map((number) => `hinge-p${number}-seed0`),
      "wasserstein-p001-seed0",
    ]);
    const rates = runs.map(({ point }) => point[RATE] as number);
    expect(new Set(rates).size).toBe(4);
    expect(rates.slice(4, 8)).toEqual(rates.slice(0, 4));
    expect(rates.slice(8)).toEqual(rates.slice(0, 8));
    for (const { point, config } of runs) {
      expect(config.discriminator.optimizer.learningRate).toBe(point[RATE]);
      expect(Object.hasOwn(point, "nDis")).toBe(point.loss === "wasserstein");
    }
    const { point } = runs[5]!;
    expect(groupOf(search!, point)).toEqual({ loss: "wasserstein" });
    expect(searchedValues(search!, point)).toEqual([point[RATE], point.nDis]);
    expect((await expand(text)).runs).toEqual(runs);
    const other = await expand(text.replace("seed: 3", "seed: 4"));
    expect(other.runs[0]?.point[RATE]).not.toBe(rates[0]);
  });

  test("takes names from a pattern", async () => {
    const { runs } = await expand(`axes: [${drawnRate}]
search: { method: random, points: 2 }
runName: "try{point}-{seed}"
`);
    expect(runs.map(({ name }) => name)).toEqual(["try001-0", "try002-0"]);
  });
});

test("a distribution with a count is an axis of the grid", async () => {
  const axis = `distribution: { name: log-uniform, from: 1.0e-5, to: 1.0e-2, count: 3 }`;
  const { runs, search } = await expand(`axes:
  - { keys: [${RATE}, generator.optimizer.learningRate], ${axis} }
  - { key: loss, values: [hinge, wasserstein] }
`);
  expect(search).toBeNull();
  expect(runs).toHaveLength(6);
  for (const { config } of runs) {
    const { generator, discriminator } = config;
    expect(generator.optimizer.learningRate).toBe(discriminator.optimizer.learningRate);
  }
  expect(runs[0]?.name).toMatch(/^learningRate[\d.e-]+-hinge-seed0$/);
});

describe("what is wrong is told:", () => {
  test.each([
    ["a distribution alone", `axes: [${drawnRate}]`, "must have a count, or the sweep a search"],
    [
      "nothing to search",
      "search: { method: random }",
      "search: must have an axis with a distribution that has no count",
    ],
    [
      "no metric",
      `axes: [${drawnRate}]\nsearch: { method: gaussian-process }`,
      "search: must have a metric, by which the next points are chosen",
    ],
    [
      "half a metric",
      `axes: [${drawnRate}]\nsearch: { method: random, metric: loss/d }`,
      "search: must have a mode as well",
    ],
    [
      "rounds at random",
      `axes: [${drawnRate}]\nsearch: { method: random, rounds: 3 }`,
      "search.rounds: must be left out of a random search",
    ],
    [
      "a method",
      `axes: [${drawnRate}]\nsearch: { method: gausian }`,
      'search.method: must be one of random, gaussian-process, got "gausian"',
    ],
    [
      "both at once",
      `axes: [${drawnRate}]\nsearch: { ${gaussian} }\nhalving: { metric: loss/d, mode: min, first: 5 }`,
      "halving: must be left out of a search by a gaussian-process",
    ],
    [
      "a condition on what is searched",
      `axes: [${drawnRate}, { key: loss, values: [hinge], where: { ${RATE}: 1 } }]\nsearch: { method: random }`,
      `axes[1]: where: ${RATE} must be an axis that is not searched`,
    ],
    [
      "no evaluation",
      `set: { evaluate.every: 0 }\naxes: [${drawnRate}]\nsearch: { method: random, metric: evaluate/fid, mode: min }`,
      "evaluate.every must be between 1 and the last step so that evaluate/fid is there, got 0",
    ],
    [
      "an end of a distribution that its key refuses",
      `axes: [{ key: discriminator.optimizer.beta1, distribution: { name: uniform, from: 0, to: 1 } }]\nsearch: { method: random }`,
      "axes[0]: discriminator.optimizer.beta1: must be a number in [0, 1), got 1",
    ],
    [
      "too many runs",
      `axes: [${drawnRate}]\nsearch: { ${gaussian}, points: 5000 }`,
      "axes: must stand for at most 10000 runs, got 60000",
    ],
  ])("%s", async (_what, text, expected) => {
    expect(await messageOf(text)).toContain(expected);
  });
});
