/** What is done about a run's health, from records written by hand. */
import { expect, test } from "vitest";
import { smallModel } from "../../../test/support/gan/small.ts";
import type { HealthRecord } from "../../analysis/health/index.ts";
import { healthContext, healthSection, openHealth } from "./health.ts";

const model = smallModel();
const STEPS = 2000;

function openStopping() {
  const action = { action: "stop", factor: 0.5, most: 3 } as const;
  return openHealth({ health: action, steps: STEPS }, model, healthSection(undefined), []);
}

const record = (gStep: number, changes: Partial<HealthRecord> = {}): HealthRecord => ({
  ...{ gStep, loss: 1.5, gap: 0.5, accuracy: 0.7, slope: 0.3, gradient: 1, nearest: 0.9 },
  diversity: { fake: 0.6, real: 0.8 },
  distances: { layout: 1.5, texture: 4 },
  ...changes,
});

test("nothing is done while it is too early to tell, or while a run is learning", () => {
  const health = openStopping();
  const found = Array.from({ length: 12 }, (_, i) => {
    const action = health.note(record(50 * (i + 1), { distances: { layout: 5 * 0.8 ** i } }));
    return [health.verdict().state, action];
  });
  expect(found.slice(0, 2)).toEqual(Array(2).fill(["too-early-to-tell", undefined]));
  expect(found.slice(2, 11)).toEqual(Array(9).fill(["learning", undefined]));
  expect(found[11]).toEqual(["healthy", undefined]);
});

test("a run whose images come no nearer is acted on", () => {
  const health = openStopping();
  const actions = Array.from({ length: 12 }, (_, i) => health.note(record(50 * (i + 1))));
  expect(actions.indexOf("stop")).toBe(7);
  expect(health.verdict().state).toBe("images-unlike-data");
});

test("a verdict knows the loss of an undecided D, and the steps of the run", () => {
  // hinge: max(0, 1 − 0) + max(0, 1 + 0)
  expect(healthContext({ steps: STEPS }, model)).toEqual({ undecidedLoss: 2, steps: STEPS });
});
