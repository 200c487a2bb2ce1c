/** The statistics of claims against SciPy (scripts/golden/statistics.py), and against simulation. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import {
  binomialTail,
  chanceOfPassing,
  decideByPairs,
  LEVEL,
  logRatios,
  medianInterval,
  medianOf,
  pairsNeeded,
  permutationRate,
  powerOf,
  rankCorrelation,
  signTest,
  wholeVerdict,
  winningChance,
  winsNeeded,
} from "./index.ts";

interface Golden {
  readonly tails: readonly {
    readonly n: number;
    readonly k: number;
    readonly p: number;
    readonly tail: number;
  }[];
  readonly wins: readonly {
    readonly pairs: number;
    readonly level: number;
    readonly wins: number | null;
  }[];
  readonly tests: readonly {
    readonly values: readonly number[];
    readonly chance: number;
    readonly reverse: number;
  }[];
  readonly intervals: readonly {
    readonly values: readonly number[];
    readonly coverage: number;
    readonly median: number;
    readonly interval: readonly [number, number] | null;
  }[];
  readonly normal: readonly { readonly x: number; readonly cdf: number }[];
  readonly pairs: readonly {
    readonly winning: number;
    readonly level: number;
    readonly power: number;
    readonly pairs: number;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL("../../test/golden/statistics.json", import.meta.url), "utf8"),
);

/** Sums of up to 1000 terms in float64, here and in SciPy. */
const ROUNDING = 1e-11;
const relative = (found: number, wanted: number) =>
  wanted === 0 ? Math.abs(found) : Math.abs(found / wanted - 1);

describe("against SciPy", () => {
  test("tails of the binomial distribution", () => {
    for (const { n, k, p, tail } of golden.tails) {
      expect(relative(binomialTail(n, k, p), tail), `${n} ${k} ${p}`).toBeLessThan(ROUNDING);
    }
  });

  test("the fewest wins that pass", () => {
    for (const { pairs, level, wins } of golden.wins) expect(winsNeeded(pairs, level)).toBe(wins);
    expect(winsNeeded(0)).toBeNull();
  });

  test("sign tests and their reverses, ties against both", () => {
    for (const { values, chance, reverse } of golden.tests) {
      const found = signTest(values);
      expect(relative(found.chance, chance)).toBeLessThan(ROUNDING);
      expect(relative(found.reverse, reverse)).toBeLessThan(ROUNDING);
    }
  });

  test("intervals of the median, as wide as there is where that is too little", () => {
    for (const { values, coverage, median, interval } of golden.intervals) {
      const found = medianInterval(values, coverage);
      expect(found.median).toBe(median);
      if (interval === null) {
        expect([found.low, found.high]).toEqual([Math.min(...values), Math.max(...values)]);
        expect(found.coverage).toBeLessThan(coverage);
      } else {
        expect([found.low, found.high]).toEqual(interval);
        expect(found.coverage).toBeGreaterThanOrEqual(coverage);
      }
    }
  });

  test("the normal distribution", () => {
    for (const { x, cdf } of golden.normal) {
      expect(relative(winningChance(3 * x, 3), cdf), `${x}`).toBeLessThan(ROUNDING);
    }
  });

  test("pairs that are needed", () => {
    for (const { winning, level, power, pairs } of golden.pairs) {
      expect(pairsNeeded(winning, { level, power })).toBe(pairs);
    }
  });
});

describe("a decision", () => {
  const distances = (n: number, shift: number, stream = randomStream(n, `decision ${shift}`)) =>
    Array.from({ length: n }, () => stream.normal() + shift);

  test("holds with all of five, does not with none, and is undecided between", () => {
    expect(decideByPairs([-1, -2, -1, -3, -0.1]).verdict).toBe("holds");
    expect(decideByPairs([1, 2, 1, 3, 0.1]).verdict).toBe("does not hold");
    const between = decideByPairs([-1, -2, -1, -3, 0.1]);
    expect(between).toMatchObject({ verdict: "undecided", below: 4, above: 1, median: -1 });
    // four of five
    expect(between.needed).toBe(pairsNeeded(0.8));
    expect(decideByPairs([-1, 1]).needed).toBeNull();
    expect(decideByPairs([-1, -1, -1, -1])).toMatchObject({ verdict: "undecided", needed: 5 });
  });

  test("holds exactly where the interval of its median lies below 0", () => {
    for (let i = 0; i < 200; i++) {
      const found = decideByPairs(distances(5 + (i % 20), -0.4, randomStream(i, "interval")));
      expect(found.verdict === "holds").toBe(found.high < 0);
      expect(found.verdict === "does not hold").toBe(found.low > 0);
    }
  });

  test("passes by chance as often as is stated, and finds what is there as often as its power", () => {
    const draws = 4000;
    for (const pairs of [5, 8, 11]) {
      let [passed, found] = [0, 0];
      const stream = randomStream(pairs, "simulation");
      for (let i = 0; i < draws; i++) {
        if (signTest(distances(pairs, 0, stream)).chance <= LEVEL) passed++;
        if (signTest(distances(pairs, -1, stream)).chance <= LEVEL) found++;
      }
      // 4 standard deviations of a share of so many draws
      const slack = (p: number) => 4 * Math.sqrt((p * (1 - p)) / draws);
      const chance = chanceOfPassing(pairs);
      expect(chance).toBeLessThanOrEqual(0.05);
      expect(Math.abs(passed / draws - chance)).toBeLessThan(slack(chance));
      const power = powerOf(pairs, winningChance(1, 1));
      expect(Math.abs(found / draws - power)).toBeLessThan(slack(power));
    }
  });

  test("takes collapses for losses, two of them for a tie", () => {
    const none = Number.POSITIVE_INFINITY;
    const ratios = logRatios([1, none, none, 5], [Math.E, 20, none, none]);
    expect(ratios).toEqual([-1, none, 0, -none]);
    expect(decideByPairs(ratios)).toMatchObject({ pairs: 4, below: 2, above: 1 });
    expect(decideByPairs([none, none, -1])).toMatchObject({ median: none, high: none });
  });

  test("of several parts: all must hold, one suffices against", () => {
    expect(wholeVerdict(["holds", "holds"])).toBe("holds");
    expect(wholeVerdict(["holds", "undecided"])).toBe("undecided");
    expect(wholeVerdict(["undecided", "does not hold", "holds"])).toBe("does not hold");
    expect(wholeVerdict([])).toBe("undecided");
  });
});

describe("permuted labels", () => {
  const stream = () => randomStream(0, "permutations");

  test("pass as often as the sign test says, all of them judged where they are few", () => {
    const blocks = Array.from({ length: 5 }, (_, i) => [i, i + 10] as const);
    const wins = (some: readonly (readonly number[])[]) => some.every(([a, b]) => a! < b!);
    expect(permutationRate(blocks, wins, { stream: stream() })).toEqual({
      ...{ rate: 1 / 32, permutations: 32, isExact: true },
    });
    // the best of four in five seeds: 4⁻⁵, by 5000 draws
    const four = Array.from({ length: 5 }, () => [1, 2, 3, 4]);
    const best = (some: readonly (readonly number[])[]) => some.every(([a]) => a === 1);
    const found = permutationRate(four, best, { stream: stream() });
    expect(found).toMatchObject({ permutations: 5000, isExact: false });
    expect(found.rate).toBeLessThan(1 / 4 ** 5 + 4 * Math.sqrt(1 / 4 ** 5 / 5000));
  });

  test("are all different, and each block keeps its own", () => {
    const seen = new Set<string>();
    const collect = (some: readonly (readonly number[])[]) => {
      seen.add(JSON.stringify(some));
      return true;
    };
    const blocks = [
      [1, 2, 3],
      [4, 5],
    ];
    expect(permutationRate(blocks, collect, { stream: stream() }).rate).toBe(1);
    expect(seen.size).toBe(12);
    for (const one of seen) {
      expect(JSON.parse(one).map((block: number[]) => block.sort())).toEqual(blocks);
    }
  });
});

test("medians and tails of nothing are refused", () => {
  expect(medianOf([3, 1, 2, 4])).toBe(2.5);
  expect(() => medianInterval([])).toThrow("values: must be at least one, and numbers");
  expect(() => medianInterval([1, Number.NaN])).toThrow("got [1, NaN]");
  expect(() => binomialTail(-1, 0)).toThrow("n: must be a whole number of at least 0, got -1");
  expect(() => binomialTail(1, 0, 1.5)).toThrow("p: must lie between 0 and 1, got 1.5");
});

test("ranks correlate as in SciPy, with equal values and without", () => {
  // scipy.stats.spearmanr
  expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  expect(rankCorrelation([1, 2, 2, 4], [9, 3, 5, 1])).toBeCloseTo(-0.9486832980505139, 12);
  expect(rankCorrelation([1, 1], [1, 2])).toBe(0);
});
