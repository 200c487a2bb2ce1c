/** The lines about a search. */
import { expect, test } from "vitest";
import type { SearchGroup, Sweep } from "../../sweeps/folder/index.ts";
import { searchLines } from "./search.ts";

const search: NonNullable<Sweep["search"]> = {
  ...{ method: "gaussian-process", mode: "min", metric: "loss/d", runName: null },
  ...{ points: 2, rounds: 3, seed: 0, axes: [] },
};
const rate = { "generator.optimizer.learningRate": 0.1 };
const axes = [
  {
    keys: Object.keys(rate),
    distribution: { name: "uniform" as const, from: 0, to: 1, seed: 0 },
  },
];

function group(...values: readonly (number | null)[]): SearchGroup {
  return {
    group: { loss: "hinge" },
    points: values.map((value, i) => ({
      ...{ point: { loss: "hinge", ...rate }, number: i + 1, round: 1 + Math.floor(i / 2) },
      ...{ value, isOpen: false, isCancelled: false },
    })),
  };
}

test("the best point of each combination is told, with the round", () => {
  expect(searchLines({ search: { ...search, axes } }, [group(3, 1, 2, null)])).toEqual([
    "search, gaussian-process, round 2 of 3 (loss/d, low is good)",
    "  hinge: 4 points",
    "    best 1 at p2: learningRate 0.1",
  ]);
});

test("a measure that no run has recorded is told, and nothing where none is compared", () => {
  const lines = searchLines({ search }, [group(null, null)]);
  expect(lines.at(-1)).toBe("no run has recorded loss/d");
  expect(searchLines({ search: { ...search, metric: null } }, [group(null)])).toEqual([]);
  expect(searchLines({ search: null }, [])).toEqual([]);
});
