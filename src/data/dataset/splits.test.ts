import { expect, test } from "vitest";
import { chooseEvenly, countNotes, visitChosen } from "./splits.ts";

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

test("chosen images are visited in their parts", () => {
  const visited: number[][] = [];
  visitChosen([2, 0, 3], Uint32Array.of(0, 1, 3, 4), (...visit) => visited.push(visit));
  expect(visited).toEqual([
    [0, 0, 0],
    [0, 1, 1],
    [2, 1, 2],
    [2, 2, 3],
  ]);
});
