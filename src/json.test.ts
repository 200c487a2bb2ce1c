import { expect, test } from "vitest";
import { parseJson } from "./json.ts";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("gives the value of a text, undefined for what is no JSON", () => {
  expect(parseJson('{"a": [1, "]"]}')).toEqual({ a: [1, "]"] });
  expect(parseJson("{")).toBeUndefined();
  expect(parseJson("")).toBeUndefined();
});

test("stops at a hundred levels, wherever they begin", () => {
  expect(parseJson(nested(100))).toBeDefined();
  expect(parseJson(nested(101))).toBeUndefined();
  expect(parseJson(`{"a": 1, "b": ${nested(100)}}`)).toBeUndefined();
  expect(parseJson('{"a":'.repeat(300_000))).toBeUndefined();
});

test("counts no brackets in strings and none that are closed", () => {
  const brackets = `${"[{".repeat(200)}\\"\\\\`;
  expect(parseJson(`["${brackets}", ${Array(200).fill("[]").join()}]`)).toHaveLength(201);
  expect(parseJson('"\\\\"')).toBe("\\");
});
