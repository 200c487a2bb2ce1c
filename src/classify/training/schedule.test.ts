import { describe, expect, test } from "vitest";
import { type Schedule, scheduled, scheduleSchema } from "./schedule.ts";

const ratesOf = (schedule: Schedule, steps: number, warmUp = 0) =>
  Array.from({ length: steps }, (_, i) => scheduled(schedule, { step: i + 1, steps, warmUp }));

test("cosine is PyTorch's CosineAnnealingLR(T_max=6)", () => {
  const expected = [1, 0.9330127018922194, 0.75, 0.5, 0.2500000000000001, 0.06698729810778065];
  expect(ratesOf({ name: "cosine" }, 6)).toBeAllclose(expected, { absolute: 1e-15 });
});

test("steps is PyTorch's MultiStepLR([4, 6]) of 8 steps", () => {
  const schedule = { name: "steps", at: [0.5, 0.75], factor: 0.1 } as const;
  const expected = [1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01];
  expect(ratesOf({ ...schedule, at: [...schedule.at] }, 8)).toBeAllclose(expected, {
    absolute: 1e-15,
  });
});

describe("a warm-up", () => {
  test("rises along a line to the rate, which the step behind it has", () => {
    const expected = [0.25, 0.5, 0.75, 1, 1];
    expect(ratesOf({ name: "constant" }, 5, 3)).toEqual(expected);
  });

  test("multiplies what the schedule has", () => {
    const [plain, warm] = [ratesOf({ name: "cosine" }, 4), ratesOf({ name: "cosine" }, 4, 1)];
    expect(warm).toEqual([plain[0]! / 2, ...plain.slice(1)]);
  });
});

test("falls at a half and three quarters unless it is told otherwise", () => {
  expect(scheduleSchema.parse({ name: "steps" })).toEqual({
    ...{ name: "steps", at: [0.5, 0.75], factor: 0.1 },
  });
});
