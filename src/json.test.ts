import { expect, test } from "vitest";
import { parseJson, repeatedKey } from "./json.ts";

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

test("finds a key that an object has twice, however it is written", () => {
  expect(
    repeatedKey('{"a": {"b": 1}, "c": [{"a": "a"}, {"a": "\\"a\\":"}], "b": 1}'),
  ).toBeUndefined();
  expect(repeatedKey('{"x": {"a": 1, "b": ["a"], "\\u0061" : 2}}')).toBe("a");
  expect(repeatedKey('["a", "a"]')).toBeUndefined();
});
