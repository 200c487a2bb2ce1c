import { expect, test } from "vitest";
import { editDistance, nearest } from "./suggest.ts";

test("editDistance gives the known values of the literature", () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ["", "", 0],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["ca", "abc", 3],
    ["ab", "ba", 1],
    ["nids", "ndis", 1],
  ];
  for (const [a, b, distance] of cases) {
    expect([a, b, editDistance(a, b)]).toEqual([a, b, distance]);
    expect([b, a, editDistance(b, a)]).toEqual([b, a, distance]);
  }
});

test("nearest finds what was meant, and nothing where nothing is near", () => {
  const keys = ["seed", "steps", "batchSize", "nDis", "logEvery", "sampleEvery"];
  expect(nearest("stpes", keys)).toBe("steps");
  expect(nearest("batch_size", keys)).toBe("batchSize");
  expect(nearest("n-disc", keys)).toBe("nDis");
  expect(nearest("sampelEvry", keys)).toBe("sampleEvery");
  expect(nearest("gpu", ["auto", "cpu", "webgpu", "cuda"])).toBe("webgpu");
  expect(nearest("momentum", keys)).toBeUndefined();
  expect(nearest("x", keys)).toBeUndefined();
});
