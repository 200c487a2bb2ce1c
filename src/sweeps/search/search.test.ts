/** The search against scikit-learn (scripts/golden/gaussian-process.py), and against random points. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { normalBelow } from "../../statistics/index.ts";
import { choleskyFactor } from "./cholesky.ts";
import {
  coordinatesOf,
  type Distribution,
  distributionProblems,
  distributionSchema,
  valueAt,
} from "./distribution.ts";
import { fitProcess } from "./fit.ts";
import { gaussianProcess, type ProcessOptions } from "./gaussian-process.ts";
import { expectedImprovement, type Observed, propose } from "./propose.ts";
import { simplexMaximum } from "./simplex-maximum.ts";

interface Golden {
  readonly given: readonly {
    readonly points: readonly number[][];
    readonly values: readonly number[];
    readonly options: ProcessOptions;
    readonly logLikelihood: number;
    readonly at: readonly number[][];
    readonly mean: readonly number[];
    readonly deviation: readonly number[];
  }[];
  readonly fitted: readonly {
    readonly points: readonly number[][];
    readonly values: readonly number[];
    readonly logLikelihood: number;
  }[];
  readonly improvement: readonly {
    readonly mean: number;
    readonly deviation: number;
    readonly least: number;
    readonly value: number;
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL("../../../test/golden/gaussian-process.json", import.meta.url), "utf8"),
);

const distribution = (given: object) => distributionSchema.parse(given) as Distribution;

describe("a Gaussian process", () => {
  test("has scikit-learn's likelihood and predictions", () => {
    for (const { points, values, options, logLikelihood, at, mean, deviation } of golden.given) {
      const process = gaussianProcess(points, values, options);
      expect(process.logLikelihood).toBeCloseTo(logLikelihood, 8);
      for (const [i, point] of at.entries()) {
        const found = process.predict(point);
        expect(found.mean).toBeCloseTo(mean[i]!, 8);
        expect(found.deviation).toBeCloseTo(deviation[i]!, 7);
      }
    }
  });

  test("is fitted as well as scikit-learn's with twenty restarts", () => {
    for (const { points, values, logLikelihood } of golden.fitted) {
      const found = fitProcess(points, values).logLikelihood;
      expect(found).toBeGreaterThan(logLikelihood - 0.05);
    }
  });

  test("expects the improvement that the integral gives", () => {
    for (const { mean, deviation, least, value } of golden.improvement) {
      expect(expectedImprovement({ mean, deviation }, least)).toBeCloseTo(value, 10);
    }
    expect(expectedImprovement({ mean: 1, deviation: 0 }, 3)).toBe(2);
    expect(expectedImprovement({ mean: 3, deviation: 0 }, 1)).toBe(0);
  });

  test("factors a matrix by hand, and one that rounding has made singular", () => {
    // [[4, 2], [2, 5]] = L·Lᵀ with L = [[2, 0], [1, 2]]
    expect([...choleskyFactor(Float64Array.of(4, 2, 2, 5), 2)]).toEqual([2, 0, 1, 2]);
    const ones = choleskyFactor(new Float64Array(9).fill(1), 3);
    expect(ones.every(Number.isFinite)).toBe(true);
  });

  test("finds the largest value of a valley that is curved", () => {
    const rosenbrock = ([x = 0, y = 0]: readonly number[]) =>
      -((1 - x) ** 2 + 100 * (y - x * x) ** 2);
    const [x, y] = simplexMaximum(rosenbrock, [-1.2, 1], 400);
    expect(x).toBeCloseTo(1, 4);
    expect(y).toBeCloseTo(1, 4);
  });
});

describe("a distribution", () => {
  const cases = [
    [{ name: "uniform", from: -1, to: 3 }, [-1, 1, 3]],
    [{ name: "log-uniform", from: 1e-5, to: 1e-1 }, [1e-5, 1e-3, 1e-1]],
    [{ name: "uniform", from: 8, to: 10, step: 1 }, [8, 9, 10]],
    [{ name: "choice", values: ["a", "b", "c"] }, ["a", "b", "c"]],
  ] as const;
  test.each(cases)("%j gives its values by their part of the mass", (given, expected) => {
    expect([0, 0.5, 1].map((u) => valueAt(distribution(given), u))).toEqual(expected);
  });

  test("of numbers is even, and each value lies where its mass is", () => {
    const stream = randomStream(0, "test");
    const rate = distribution({ name: "log-uniform", from: 1e-5, to: 1e-2 });
    const drawn = Array.from({ length: 3000 }, () => valueAt(rate, stream.uniform()) as number);
    for (const [decade, least] of [1e-5, 1e-4, 1e-3].entries()) {
      const within = drawn.filter((x) => x >= least && x < 10 * least).length;
      // of 3000 with chance 1/3 the deviation is 26
      expect(Math.abs(within - 1000), `decade ${decade}`).toBeLessThan(130);
    }
    expect(coordinatesOf(rate, 1e-3)[0]).toBeCloseTo(2 / 3, 12);
    const choice = distribution({ name: "choice", values: [1, 5] });
    const [a, b] = [1, 5].map((value) => coordinatesOf(choice, value));
    expect(Math.hypot(...a!.map((x, i) => x - b![i]!))).toBeCloseTo(1, 12);
  });

  const wrong = [
    [{ name: "choice" }, "choice must have values alone, got nothing"],
    [{ name: "choice", values: [1], from: 2 }, "choice must have values alone, got from, values"],
    [{ name: "uniform", from: 1 }, "uniform must have from and to, got from"],
    [{ name: "uniform", from: 1, to: 1 }, "distribution.to must be greater than 1, got 1"],
    [{ name: "uniform", from: 1, to: 2, step: 4 }, "distribution.step must be at most 1, got 4"],
    [{ name: "log-uniform", from: 0, to: 1 }, "distribution.from must be positive"],
    [{ name: "log-uniform", from: 1, to: 2, step: 1 }, "log-uniform must have no step"],
  ] as const;
  test.each(wrong)("%j is refused", (given, text) => {
    expect(distributionProblems(distribution(given))).toEqual([expect.stringContaining(text)]);
  });
});

test("the normal distribution is SciPy's", () => {
  // scipy.stats.norm.cdf
  expect(normalBelow(0)).toBe(0.5);
  expect(normalBelow(1.96)).toBeCloseTo(0.9750021048517795, 14);
  expect(normalBelow(-3)).toBeCloseTo(0.0013498980316300933, 15);
});

describe("a search", () => {
  /** Branin's function, whose least value 0.397887 lies at three places. */
  const branin = ([a, b]: readonly unknown[]) => {
    const [x, y] = [a as number, b as number];
    const bend = y - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
    return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
  };
  const space = [
    distribution({ name: "uniform", from: -5, to: 10 }),
    distribution({ name: "uniform", from: 0, to: 15 }),
  ];
  const ENOUGH = 0.6;
  const SEEDS = Array.from({ length: 8 }, (_, seed) => seed);

  /** How many points it takes until a value is below {@link ENOUGH}, of `most` at most. */
  function pointsUntil(next: (seen: readonly Observed[]) => readonly unknown[][], most: number) {
    const seen: Observed[] = [];
    while (seen.length < most) {
      for (const values of next(seen)) {
        seen.push({ values, value: branin(values) });
        if (branin(values) < ENOUGH) return seen.length;
      }
    }
    return most;
  }

  test("by a Gaussian process needs fewer points than one at random", () => {
    const random = (seed: number, round: number) => {
      const stream = randomStream(seed, `round ${round}`);
      return Array.from({ length: 5 }, () => space.map((one) => valueAt(one, stream.uniform())));
    };
    const needed = SEEDS.map((seed) => {
      const bySearch = pointsUntil(
        (seen) =>
          seen.length === 0
            ? random(seed, 0)
            : propose(space, seen, 5, randomStream(seed, `search ${seen.length}`)).map(
                ({ values }) => [...values],
              ),
        60,
      );
      const atRandom = pointsUntil((seen) => random(seed, seen.length / 5), 600);
      return [bySearch, atRandom] as const;
    });
    const meanOf = (i: 0 | 1) => needed.reduce((sum, one) => sum + one[i], 0) / needed.length;
    expect(meanOf(0)).toBeLessThan(meanOf(1) / 2);
  });

  test("proposes the same points again, avoids those that failed, and leaves its values alone", () => {
    const failing = [
      { values: [-4, 1], value: null },
      { values: [3, 3], value: 2 },
      { values: [9, 14], value: 90 },
    ];
    const again = () => propose(space, failing, 4, randomStream(7, "again"));
    const [first, second] = [again(), again()];
    expect(first).toEqual(second);
    expect(failing).toHaveLength(3);
    const distance = ({ values: [x, y] }: { readonly values: readonly unknown[] }) =>
      Math.hypot((x as number) + 4, (y as number) - 1);
    expect(Math.min(...first.map(distance))).toBeGreaterThan(1);
    expect(new Set(first.map(({ values }) => values.join())).size).toBe(4);
  });

  test("takes choices and values that are all the same", () => {
    const mixed = [...space, distribution({ name: "choice", values: ["a", "b"] })];
    const seen = [
      { values: [1, 2, "a"], value: 0 },
      { values: [4, 9, "b"], value: 0 },
    ];
    for (const { values } of propose(mixed, seen, 3, randomStream(1, "same"))) {
      expect(["a", "b"]).toContain(values[2]);
      expect(values.slice(0, 2).every((x) => Number.isFinite(x))).toBe(true);
    }
  });
});
