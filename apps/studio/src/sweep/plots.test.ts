/** Where values lie in the plots of a sweep, and what is said of them. */
import { describe, expect, test } from "vitest";
import { distinct } from "./axis-values.ts";
import { isLogSpread, scaleOf } from "./scale.ts";
import { layoutOf } from "./wall-layout.ts";
import { rangeWords, scatterWords } from "./words.ts";

describe("scales", () => {
  test.each([
    [[1e-4, 1e-3, 1e-2], true],
    [[1, 2, 4, 8, 16, 32], true],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], false],
    [[0.1, 0.5, 0.9], false],
    [[0, 1, 100], false],
    [[1, 100], false],
  ])("%j are spread in their logarithms: %s", (numbers, isLog) => {
    expect(isLogSpread(numbers)).toBe(isLog);
  });

  test("numbers of equal ratios lie at equal distances, each with its tick", () => {
    const { kind, place, ticks } = scaleOf([0.01, 0.0001, 0.001]);
    expect(kind).toBe("log");
    const [a, b, c] = [0.0001, 0.001, 0.01].map((value) => place(value) as number);
    expect(b! - a!).toBeCloseTo(c! - b!, 12);
    expect(ticks.map(({ text }) => text)).toEqual(["0.0001", "0.001", "0.01"]);
    expect(ticks.map(({ at }) => at)).toEqual([a, b, c]);
  });

  test("measures have round ticks, linear unless asked otherwise", () => {
    const values = [0.13, 0.4, 0.9, 12, 40, 97];
    const texts = (how: object) =>
      scaleOf(values, { ...how, round: true }).ticks.map((t) => t.text);
    expect(texts({ logarithmic: false })).toEqual(["20", "40", "60", "80"]);
    expect(texts({ logarithmic: true })).toEqual(["0.2", "0.5", "1", "2", "5", "10", "20", "50"]);
    const narrow = scaleOf([2.1, 2.4, 2.9], { logarithmic: true, round: true });
    expect(narrow.kind).toBe("log");
    expect(narrow.ticks.map(({ text }) => text)).toEqual(["2.2", "2.4", "2.6", "2.8"]);
    expect(scaleOf([-1, 5], { logarithmic: true }).kind).toBe("linear");
  });

  test("words lie side by side, and what does not apply has a place of its own", () => {
    const choice = scaleOf(["hinge", "wasserstein", undefined]);
    expect(choice.ticks.map(({ text }) => text)).toEqual(["hinge", "wasserstein", "–"]);
    expect(choice.place(undefined)).toBeCloseTo(5 / 6);
    expect(choice.place("other")).toBeUndefined();
    const partly = scaleOf([1, 2, undefined]);
    expect(partly.place(undefined)!).toBeLessThan(partly.place(1)!);
    expect(scaleOf([1, 2]).place(undefined)).toBeUndefined();
    expect(scaleOf([7]).place(7)).toBe(0.5);
  });

  test("ticks keep their distance", () => {
    const ticks = scaleOf([1, 1.01, 2]).ticks.map(({ text }) => text);
    expect(ticks).toEqual(["1", "2"]);
  });
});

test("distinct values are sorted where they are numbers", () => {
  expect(distinct([10, 9, "b", "a", 10, undefined, "b"])).toEqual([9, 10, "b", "a", undefined]);
});

describe("words", () => {
  test("tell the ends of dots and how they go with the axis", () => {
    const dots = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((x) => ({ x, y: x * x, name: `r${x}` }));
    expect(scatterWords(dots, "scale", "fid")).toBe(
      "fid of 9 runs by scale: the least is 1 at scale 1, the greatest 81 at scale 9. It tends to be greater where scale is greater (rank correlation 1.00).",
    );
    const falling = dots.map((dot) => ({ ...dot, y: -dot.y }));
    expect(scatterWords(falling, "scale", "fid")).toContain("smaller where scale is greater");
    const flat = dots.map((dot, i) => ({ ...dot, y: [2, 1, 3, 3, 2, 1, 3, 1, 2][i] as number }));
    expect(scatterWords(flat, "scale", "fid")).toContain(
      "It neither rises nor falls steadily with scale",
    );
    const seeds = [1, 2, 4, 2, 3, 9].map((y, i) => ({ x: i % 2 ? "sn" : "ssn", y, name: "r" }));
    expect(scatterWords(seeds, "method", "fid")).toMatch(/ Medians: 3 at ssn, 2 at sn\.$/);
    expect(scatterWords(dots.slice(0, 2), "scale", "fid")).toMatch(/greatest 4 at scale 2\.$/);
    expect(scatterWords([], "scale", "fid")).toBe("No run that has ended has recorded fid.");
  });

  test("say what some points have on an axis", () => {
    expect(rangeWords([0.1, 0.3, 0.2], [0.1, 0.2, 0.3, 0.4])).toBe("0.1 to 0.3");
    expect(rangeWords(["hinge"], ["hinge", "wasserstein"])).toBe("hinge");
    expect(rangeWords(["a", "b"], ["a", "b", "c"])).toBe("a or b");
    expect(rangeWords(["a", "b"], ["b", "a", "a"])).toBe("any");
  });
});

describe("the layout of the wall", () => {
  const choice = (key: string, count: number) => ({
    ...{ key, label: key },
    values: Array.from({ length: count }, (_, i) => i),
  });
  const layout = (query: string, ...choices: readonly ReturnType<typeof choice>[]) => {
    const { rows, columns, fixed } = layoutOf(choices, new URLSearchParams(query));
    return [rows?.key, columns?.key, ...fixed.map(([{ key }, value]) => `${key}=${value}`)];
  };
  const [loss, rate, seed] = [choice("loss", 2), choice("rate", 3), choice("seed", 2)];

  test.each([
    ["", ["loss", "rate", "seed=0"]],
    ["rows=rate", ["rate", "loss", "seed=0"]],
    ["rows=seed", ["seed", "rate", "loss="]],
    ["rows=none", [undefined, "rate", "loss=", "seed=0"]],
    ["columns=seed&at=rate=2", ["loss", "seed", "rate=2"]],
    ["rows=rate&columns=rate&at=seed=", ["rate", undefined, "loss=", "seed="]],
    ["rows=other&size=huge", [undefined, "rate", "loss=", "seed=0"]],
  ])("%j", (query, expected) => {
    expect(layout(query, loss, rate, seed)).toEqual(expected);
  });

  test("has no axes where one has many values", () => {
    expect(layout("", loss, choice("rate", 30), seed)).toEqual([
      ...[undefined, undefined, "loss=", "rate=", "seed=0"],
    ]);
  });
});
