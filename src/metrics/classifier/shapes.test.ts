/** The classifier that the package carries. */

import { readFileSync } from "node:fs";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "onnx-buf";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { cpuComposite, toleranceFor } from "../../../test/support/tolerances.ts";
import { renderShape, shapeFactors, shapeKinds } from "../../data/sets/shapes/index.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { shapesClassifierFile, shapesExtractor } from "./index.ts";

const model = new Uint8Array(readFileSync(shapesClassifierFile));
const metadata = Object.fromEntries(
  fromBinary(ModelProtoSchema, model).metadataProps.map(({ key, value }) => [key, value]),
);
const SHAPE = [3, 32, 32] as const;
const PIXELS = 3072;

/** Images of the set from place 0 on. */
function shapes(seed: number, count: number): Uint8Array {
  const images = new Uint8Array(count * PIXELS);
  for (let i = 0; i < count; i++) {
    renderShape(shapeFactors(i, seed), 32, images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return images;
}

/** The share of images whose kind is told. */
async function accuracy(seed: number, count: number): Promise<number> {
  const extractor = await shapesExtractor(nodeEngine({ device: "cpu" }), model);
  const { logits } = await extractor.extract(shapes(seed, count), [count, ...SHAPE]);
  await extractor.release();
  const right = Array.from({ length: count }, (_, i) => {
    const row = logits!.subarray(10 * i, 10 * i + 10);
    return row.indexOf(Math.max(...row)) === i % 10;
  });
  return right.filter(Boolean).length / count;
}

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

test("is as accurate as it says, on its own test images and on others", async () => {
  const [stated, count] = [Number(metadata.accuracy), Number(metadata.testImages)];
  expect(stated).toBeGreaterThan(0.99);
  // another processor may round one image over the edge
  expect(Math.abs((await accuracy(Number(metadata.testSeed), count)) - stated)).toBeLessThan(
    1.5 / count,
  );
  // a binomial's standard deviation is 0.0009 at 1000 images: four of them
  expect(await accuracy(12, 1000)).toBeGreaterThan(
    stated - 4 * Math.sqrt((stated * (1 - stated)) / 1000),
  );
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
