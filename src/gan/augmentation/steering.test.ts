/** The probability of adaptive augmentation against courses by hand. */
import { describe, expect, test } from "vitest";
import { STEERING_START, type Steering, type SteeringState, steered } from "./steering.ts";

const steering: Steering = { target: 0.6, interval: 2, speed: 1000, limit: 1 };

/** The states after steps with these mean signs, batches of 50. */
function course(signs: readonly number[], changes: Partial<Steering> = {}, from = STEERING_START) {
  const states: SteeringState[] = [];
  let state = from;
  for (const sign of signs) {
    state = steered(state, { ...steering, ...changes }, sign, 50);
    states.push(state);
  }
  return states;
}
const ps = (states: readonly SteeringState[]) => states.map(({ p }) => p);

test("p rises above the target, falls below it, at the end of each interval, by the images it showed", () => {
  // means of two steps: 0.75, 0.5, 0.625, 0, 0, 0
  const states = course([1, 0.5, 0, 1, 0.25, 1, 0, 0, 0, 0, 0, 0]);
  const expected = [0, 0.1, 0.1, 0, 0, 0.1, 0.1, 0, 0, 0, 0, 0];
  expect(ps(states)).toBeAllclose(expected, { absolute: 1e-15 });
  expect(states.map(({ r }) => r)).toEqual([
    ...[null, 0.75, 0.75, 0.5, 0.5, 0.625, 0.625],
    ...[0, 0, 0, 0, 0],
  ]);
});

test("with the papers' settings p takes 500 000 images to go from 0 to 1", () => {
  const { length } = { length: 500_000 / 50 };
  const always = new Array<number>(length).fill(1);
  const states = course(always, { interval: 4, speed: 500_000 });
  expect([states.at(-1)!.p]).toBeAllclose([1], { absolute: 1e-9 });
  expect(states.at(-5)!.p).toBeLessThan(1);
});

describe("limits", () => {
  test("p does not leave 0 … limit, and comes back from either at once", () => {
    const up = new Array<number>(40).fill(1);
    const { p, ...rest } = course(up, { limit: 0.75 }).at(-1)!;
    expect(p).toBe(0.75);
    expect(ps(course([0, 0], {}, { p, ...rest }))).toBeAllclose([0.75, 0.65], { absolute: 1e-15 });
    expect(ps(course([-1, -1, -1, -1]))).toEqual([0, 0, 0, 0]);
  });

  test("exactly at the target p stays", () => {
    expect(ps(course([1, 0], { target: 0.5 }, { ...STEERING_START, p: 0.3 }))).toEqual([0.3, 0.3]);
  });
});
