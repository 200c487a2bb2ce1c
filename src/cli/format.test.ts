import { expect, test } from "vitest";
import { formatBytes, formatCount, formatSeconds, table } from "./format.ts";

test.each([
  [0.4, "0s"],
  [59.6, "1m 00s"],
  [125, "2m 05s"],
  [3 * 3600 + 61, "3h 01m"],
  [90_000, "1d 1h"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test.each([
  [812, "812 B"],
  [1536, "1.5 KiB"],
  [81_264_640, "77.5 MiB"],
  [200 * 2 ** 30, "200 GiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test("thousands are set apart", () => {
  expect([7, 1000, 3_828_739].map(formatCount)).toEqual(["7", "1 000", "3 828 739"]);
});

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
