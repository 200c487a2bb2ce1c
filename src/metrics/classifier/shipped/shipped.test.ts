/** The classifiers that the package carries. */
import { createHash } from "node:crypto";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { metadataOf, modelOf, shapes } from "../../../../test/support/shipped-classifiers.ts";
import { cpuComposite, toleranceFor } from "../../../../test/support/tolerances.ts";
import { shapeKinds } from "../../../data/sets/shapes/index.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import { openShipped, shippedClassifiers, shippedNames } from "../index.ts";

const engine = nodeEngine({ device: "cpu" });

describe.each(shippedNames)("%s", (name) => {
  const record = shippedClassifiers[name];
  const model = modelOf(name);
  const metadata = metadataOf(name);

  test("is the file that its record describes", () => {
    expect(model.length).toBe(record.bytes);
    expect(createHash("sha256").update(model).digest("hex")).toBe(record.sha256);
    expect(Number(metadata.accuracy)).toBe(record.accuracy.share);
  });

  test("is an extractor, of no other file", async () => {
    const extractor = await openShipped(engine, record, model);
    expect(extractor).toMatchObject({
      ...{ name, sha256: record.sha256, classes: 10 },
      input: { size: 32, resizer: "pillow-bilinear" },
      madeFor: { images: record.images, general: false },
    });
    await extractor.release();
    await expect(openShipped(engine, record, model.with(99, 99))).rejects.toThrow(
      `must be the classifier ${name} with SHA-256 ${record.sha256}, got `,
    );
  });
});

test("all together are small", () => {
  const total = shippedNames.reduce((sum, name) => sum + shippedClassifiers[name].bytes, 0);
  expect(total).toBeLessThan(2_000_000);
});

test("shapes says how it came to be, and gives in plain ONNX Runtime what the trained graph gave", async () => {
  const metadata = metadataOf("shapes");
  expect(metadata).toMatchObject({
    classes: shapeKinds.join(","),
    targets: "kind, color, background, gradient, size, x, y",
    training: expect.stringMatching(/^\d+ batches of 64, Adam, .*, seed 1$/),
    trainingData: expect.stringMatching(/^shapes at 32 x 32, seed \d+, places 0 to \d+$/),
  });
  const session = await InferenceSession.create(modelOf("shapes"));
  const pixels = Float32Array.from(shapes(Number(metadata.testSeed), 1));
  const found = await session.run({ images: new Tensor("float32", pixels, [1, 3, 32, 32]) });
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
