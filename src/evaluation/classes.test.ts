import { describe, expect, test } from "vitest";
import { namedClasses, pairClasses } from "./classes.ts";

const pair = (ours: readonly string[] | number, others: readonly string[]) =>
  pairClasses({ of: "ours", classes: ours }, { of: "others", classes: others });

describe("pairs of classes", () => {
  test("have the same name, whatever their order", () => {
    expect(pair(["1", "10", "2"], ["2", "1", "10"])).toEqual({
      places: [1, 2, 0],
      names: ["2", "1", "10"],
      warnings: [],
    });
  });

  test("may differ in case, which is told, and in how accents are written", () => {
    const { places, warnings } = pair(["Cat", "caf\u00e9", "dog"], ["cafe\u0301", "cat", "dog"]);
    expect(places).toEqual([1, 0, 2]);
    expect(warnings).toEqual(["the class Cat of ours is taken for cat of others"]);
  });

  test("that differ in case alone are kept apart", () => {
    expect(pair(["CAT", "Cat"], ["Cat", "cat"]).places).toEqual([1, 0]);
    expect(() => pair(["CAT", "cAt"], ["Cat", "cat"])).toThrow(
      "only the former has CAT, cAt, only the latter has Cat, cat",
    );
  });

  test("are all there: else both sides' other names are told, a few of many", () => {
    const many = Array.from({ length: 100 }, (_, i) => `kind ${i}`);
    expect(() => pair(many, [...many.slice(0, 3), "odd"])).toThrow(
      "only the former has kind 3, kind 4, kind 5, kind 6, kind 7 and 92 more, only the latter has odd",
    );
    expect(() => pair(["a"], ["a", "b\u001b[2J"])).toThrow("only the latter has b\\x1b[2J");
  });

  test("without names are of the same number, which is told", () => {
    const { places, warnings } = pair(2, ["a", "b"]);
    expect(places).toEqual([0, 1]);
    expect(warnings).toHaveLength(1);
    expect(() => pair(3, ["a", "b"])).toThrow("as many classes as ours, 3");
  });
});

test("a generator's classes beyond the names are called by their numbers", () => {
  expect(namedClasses(3, ["a", "b"])).toEqual(["a", "b", "number 2"]);
  expect(namedClasses(3, undefined)).toBe(3);
  expect(namedClasses(undefined, ["a"])).toBe(undefined);
});
