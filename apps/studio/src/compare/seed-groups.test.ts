import { expect, test } from "vitest";
import { bandOf, commonName, seedGroups } from "./seed-groups.ts";

test("runs are of one kind if nothing but seed and name differs, in any order of keys", () => {
  const groups = seedGroups([
    { seed: 0, name: "a", loss: "hinge", steps: 5 },
    { steps: 5, loss: "wasserstein", seed: 0 },
    { steps: 5, loss: "hinge", seed: 1, name: "b" },
    { steps: 6, loss: "hinge", seed: 1, name: "b" },
  ]);
  expect(groups.map(({ places }) => places)).toEqual([[0, 2], [1], [3]]);
});

const curve = (x: readonly number[], y: readonly (number | null)[]) => ({
  ...{ name: "", color: "", x, y },
});

test("a band is the mean, the least and the greatest", () => {
  expect(bandOf("n", "c", [curve([1, 2, 3], [1, 2, 3]), curve([1, 2, 3], [3, 6, null])])).toEqual({
    ...{ name: "n", color: "c", x: [1, 2, 3] },
    ...{ y: [2, 4, 3], low: [1, 2, 3], high: [3, 6, 3] },
  });
});

test("curves with other positions are interpolated, and end where they end", () => {
  const { x, y } = bandOf("n", "c", [curve([0, 10], [0, 100]), curve([5, 20], [10, 10])]);
  expect(x).toEqual([0, 5, 10, 20]);
  expect(y).toEqual([0, 30, 55, 10]);
});

test("what names have in common", () => {
  expect(commonName(["runs/e/seed0", "runs/e/seed1"])).toBe("runs/e");
  expect(commonName(["runs/s/SN-seed10", "runs/s/SN-seed11"])).toBe("runs/s/SN");
  expect(commonName(["runs/0001-a", "runs/0002-a"])).toBe("runs");
  expect(commonName(["runs/exp/seed-0", "runs/exp/seed-1"])).toBe("runs/exp");
  expect(commonName(["runs/exp/seed-0", "runs/eg"])).toBe("runs");
  expect(commonName(["one"])).toBe("one");
});
