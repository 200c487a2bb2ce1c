import { expect, test } from "vitest";
import type { EvaluationRecord } from "../../evaluation/results/index.ts";
import { evaluatedRows } from "./evaluated.ts";

const records = [
  { gStep: 100, metric: "frechet-distance", value: 61.234 },
  { gStep: 100, metric: "covered", value: 3 },
  { gStep: 200, metric: "frechet-distance", value: 70 },
  { gStep: 200, metric: "covered", value: 2 },
] as unknown as EvaluationRecord[];
const best = { step: 100, metric: "frechet-distance", value: 61.234, protocolHash: "a" };

test("the newest distance, and the checkpoint that is kept with its own", () => {
  expect(evaluatedRows(records, best)).toEqual([
    ["  evaluated", "Fréchet distance 70.00 at step 200"],
    ["  best", "step 100, Fréchet distance 61.23: its checkpoint is kept, for --step best"],
  ]);
  expect(evaluatedRows(records.slice(0, 2), best)).toEqual([
    ["  evaluated", "Fréchet distance 61.23 at step 100"],
    ["  best", "step 100: its checkpoint is kept, for --step best"],
  ]);
});

test("a run without evaluations has neither", () => {
  expect(evaluatedRows([], undefined)).toEqual([]);
  expect(evaluatedRows(records, undefined)).toHaveLength(1);
});
