import { expect, test } from "vitest";
import { table } from "./table.ts";

test("a table's columns are as wide as their widest cell", () => {
  expect(
    table([
      ["a", "long"],
      ["longer", "b"],
    ]),
  ).toEqual(["a       long", "longer  b"]);
});

test("the last cell of a table is wrapped between words, below its beginning", () => {
  expect(
    table(
      [
        ["a", "one two three four"],
        ["bc", "five"],
      ],
      14,
    ),
  ).toEqual(["a   one two", "    three four", "bc  five"]);
});
