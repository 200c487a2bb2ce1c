import { expect, test } from "vitest";
import { plannedSteps } from "./measured.ts";

test("a checkpoint that an interruption left between the planned ones decides nothing", () => {
  expect(plannedSteps([80, 160, 194, 240], 80)).toEqual([80, 160, 240]);
  // a run that ended early, or keeps its last alone, is judged by what there is
  expect(plannedSteps([80, 130], 80)).toEqual([80, 130]);
  expect(plannedSteps([40, 100], 0)).toEqual([100]);
  expect(plannedSteps([], 80)).toEqual([]);
});
