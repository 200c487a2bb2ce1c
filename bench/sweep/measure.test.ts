import { expect, test } from "vitest";
import { sharesOf } from "./measure.ts";

test("cores are shared evenly, from one run with all to one for each", () => {
  expect(sharesOf(1)).toEqual([{ jobs: 1, threads: 1 }]);
  expect(sharesOf(2)).toEqual([
    { jobs: 1, threads: 2 },
    { jobs: 2, threads: 1 },
  ]);
  expect(sharesOf(12).map(({ jobs, threads }) => [jobs, threads])).toEqual([
    [1, 12],
    [2, 6],
    [4, 3],
    [12, 1],
  ]);
});
