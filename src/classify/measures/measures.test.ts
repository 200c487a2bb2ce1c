import { expect, test } from "vitest";
import { spreadPlaces } from "./logits.ts";
import { largest, measuresOf } from "./measures.ts";

/** Rows of two classes that are told as 0, 1, 1, 0. */
const logits = Float32Array.of(1, 0, 0, 2, 0, 1, 3, 0);

test("by hand: two of four are told", () => {
  const { loss, ...rest } = measuresOf(logits, [0, 1, 0, 1], ["a", "b"]);
  expect(rest).toEqual({
    count: 4,
    accuracy: 0.5,
    classes: [
      { name: "a", count: 2, recall: 0.5, precision: 0.5 },
      { name: "b", count: 2, recall: 0.5, precision: 0.5 },
    ],
    confusion: [
      [1, 1],
      [1, 1],
    ],
  });
  // log(1 + e^−margin) of the margins 1, 2, −1, −3
  const expected = [1, 2, -1, -3].map((margin) => Math.log1p(Math.exp(-margin)));
  expect([loss]).toBeAllclose([expected.reduce((a, b) => a + b) / 4], { relative: 1e-14 });
});

test("the rows of the confusion are what images are, its columns what they are told as", () => {
  const { confusion, classes } = measuresOf(logits, [0, 0, 0, 0], ["a", "b", "c"].slice(0, 2));
  expect(confusion).toEqual([
    [2, 2],
    [0, 0],
  ]);
  expect(classes.map(({ recall, precision }) => [recall, precision])).toEqual([
    [0.5, 1],
    [null, 0],
  ]);
});

test("large logits do not overflow", () => {
  const { loss } = measuresOf(Float32Array.of(1000, -1000), [1], ["a", "b"]);
  expect(loss).toBe(2000);
});

test("the first of equal numbers is the largest", () => {
  expect(largest(Float32Array.of(0, 0, 1, 1, 2, 3), 2)).toEqual([0, 0, 1]);
});

test("places are spread evenly, each once", () => {
  expect(spreadPlaces(10, 4)).toEqual([0, 2, 5, 7]);
  expect(spreadPlaces(3, Number.POSITIVE_INFINITY)).toEqual([0, 1, 2]);
});
