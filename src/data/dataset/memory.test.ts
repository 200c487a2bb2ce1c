import { expect, test } from "vitest";
import { allocatePixels, chooseEvenly, countNotes } from "./memory.ts";

test("more images than any memory holds are refused before they are read", () => {
  // 2.8 PB
  expect(() => allocatePixels("stl10", 1e12, 3072)).toThrow(
    /^stl10: the images must fit into [\d.]+ \w+ of memory, got 1 000 000 000 000 images that take 2794 TiB$/,
  );
  expect(allocatePixels("stl10", 2, 3)).toEqual(new Uint8Array(6));
});

test("a part is spread evenly, and cannot be more than the whole", () => {
  expect([...chooseEvenly(10, 4)]).toEqual([0, 2, 5, 7]);
  expect([...chooseEvenly(3, undefined)]).toEqual([0, 1, 2]);
  expect(() => chooseEvenly(3, 4)).toThrow("data.count: must be at most the 3 images found, got 4");
});

test("notes tell what is not as officially, and nothing else", () => {
  const whole = { found: 100, official: 100, split: "test", used: 100 } as const;
  expect(countNotes(whole)).toEqual([]);
  expect(countNotes({ ...whole, found: 90, used: 40, missing: ["b.bin"] })).toEqual([
    "90 of the official 100 test images.",
    "Files not there: b.bin.",
    "40 of them are used (data.count), evenly spread.",
  ]);
});
