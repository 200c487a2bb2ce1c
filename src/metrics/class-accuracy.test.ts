/** The share of images that are taken for their class, counted by hand. */
import { expect, test } from "vitest";
import { classAccuracy, classAccuracyMetric } from "./class-accuracy.ts";

// the largest score of the rows: columns 2, 0, 1, 0 (equal to column 1), 2
const scores = {
  data: Float32Array.of(0, 1, 2, 5, -1, 0, -3, -1, -2, 4, 4, 1, 0, 0, 1),
  rows: 5,
  columns: 3,
};

test("counts the rows whose largest score is that of the asked class, for each class too", () => {
  // the classes a and b are the columns 2 and 0
  expect(classAccuracy(scores, [0, 1, 0, 1, 1], ["a", "b", "c"], [2, 0, 1])).toMatchObject({
    value: 3 / 5,
    counts: { real: 0, fake: 5 },
    details: {
      perClass: [
        { name: "a", count: 2, value: 1 / 2 },
        { name: "b", count: 3, value: 2 / 3 },
      ],
    },
  });
});

test("wants a class for each row", () => {
  expect(() => classAccuracy(scores, [0, 1], ["a", "b"], [0, 1])).toThrow(
    "asked must be one for each of 5 rows, got 2",
  );
});

test.each([
  [undefined, "got net, which does not say how its classes are called"],
  [["b", "c", "d"], "got net, which knows b, c, d, but not a"],
])("is refused with a classifier of the classes %j", async (names, message) => {
  const inputs = {
    scores: { rows: scores, from: "logits", extractor: "net", names },
    labels: { generated: [0, 0, 0, 0, 0], real: [], names: ["a"] },
  } as const;
  await expect(classAccuracyMetric.compute(inputs, {} as never)).rejects.toThrow(message);
});
