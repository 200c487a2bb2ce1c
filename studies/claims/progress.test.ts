import { expect, test } from "vitest";
import { clockOf, left } from "./progress.ts";

test("what is left follows from estimates, corrected by what was measured", async () => {
  const clock = clockOf([{ seconds: 100 }, { seconds: 300 }]);
  expect(clock.secondsLeft()).toBe(400);
  const before = performance.now();
  expect(await clock.measure(100, async () => 7)).toBe(7);
  // it took next to nothing, so the rest will too
  const took = (performance.now() - before) / 1000;
  expect(clock.secondsLeft()).toBeGreaterThanOrEqual(0);
  expect(clock.secondsLeft()).toBeLessThanOrEqual(3 * took);
  expect(left(540, 4800)).toBe("about 9 min; about 80 min left in all");
  expect(left(20, 9000)).toBe("about 1 min; about 2.5 h left in all");
});
