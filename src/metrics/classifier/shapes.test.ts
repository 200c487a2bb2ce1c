/** The classifier that the package carries. */

import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { metadata, model, SHAPE, shapes } from "../../../test/support/shapes-classifier.ts";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import { shapeKinds } from "../../data/sets/shapes/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { shapesExtractor } from "./index.ts";

test("is small, and says how it came to be", () => {
  expect(model.length).toBeLessThan(500_000);
  expect(metadata).toMatchObject({
    classes: shapeKinds.join(","),
    targets: "kind, color, background, gradient, size, x, y",
    training: expect.stringMatching(/^\d+ batches of 64, Adam, .*, seed 1$/),
    trainingData: expect.stringMatching(/^shapes at 32 x 32, seed \d+, places 0 to \d+$/),
  });
});

test("gives in plain ONNX Runtime what the trained graph gave", async () => {
  const session = await InferenceSession.create(model);
  const pixels = Float32Array.from(shapes(Number(metadata.testSeed), 1));
  const found = await session.run({ images: new Tensor("float32", pixels, [1, ...SHAPE]) });
  await session.release();
  const probe = JSON.parse(metadata.probe!) as Readonly<Record<string, number[]>>;
  expect([probe.features!.length, probe.logits!.length]).toEqual([64, 10]);
  for (const name of ["features", "logits"]) {
    const expected = probe[name]!;
    // both are engines' results, each with the error of one
    const { absolute = 0 } = toleranceFor(expected, cpuComposite);
    expect(found[name]!.data).toBeAllclose(expected, { absolute: 2 * absolute });
  }
});

test("is an extractor called shapes", async () => {
  const extractor = await shapesExtractor(nodeEngine({ device: "cpu" }), model);
  expect(extractor).toMatchObject({
    name: "shapes",
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    input: { channels: 3, size: 32, resizer: "pillow-bilinear" },
    dimension: 64,
    classes: 10,
  });
  await extractor.release();
});
