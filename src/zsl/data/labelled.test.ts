/** All classes of a zero-shot set, for learning them in tasks. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { ZeroShotData } from "./data.ts";
import { labelledData } from "./labelled.ts";
import { publishedSource } from "./published.ts";

describe("all classes of a zero-shot set", () => {
  const zeroShot: ZeroShotData = {
    ...{ name: "small", classes: ["a", "b", "c"] },
    attributes: { columns: 1, data: Float32Array.of(1, 2, 3) },
    features: { columns: 1, data: new Float32Array(12) },
    labels: Int32Array.of(0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2),
    ...{ training: [0], testSeen: [1], testUnseen: [2, 3, 4, 5, 6, 7, 8, 9] },
  };

  test("keep the parts of seen ones; of unseen ones every fifth example is for the test", () => {
    const { training, test: tests } = labelledData(zeroShot);
    expect(training).toEqual([0, 2, 3, 4, 5, 7, 8]);
    expect(tests).toEqual([1, 6, 9]);
  });

  test("are refused where one cannot be trained on and tested", () => {
    expect(() => labelledData({ ...zeroShot, testUnseen: [2, 3, 8] })).toThrow(
      "small: each class must have an example for training to be learned in a task, got none of c",
    );
    expect(() => labelledData({ ...zeroShot, testSeen: [] })).toThrow(
      "each class must have an example for the test to be learned in a task, got none of a",
    );
  });
});

test("a published set has them", async () => {
  const golden = fileURLToPath(new URL("../../../test/golden/formats/mat/", import.meta.url));
  const { training, test: tests } = (await publishedSource(golden, "tiny")).whole();
  // the two examples of the class without training examples are 4 and 5
  expect({ training, tests }).toEqual({ training: [0, 2, 4], tests: [6, 7, 1, 3, 5] });
});
