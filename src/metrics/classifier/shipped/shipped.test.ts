/** The classifiers that the package carries. */
import { createHash } from "node:crypto";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { metadataOf, modelOf, shapes } from "../../../../test/support/shipped-classifiers.ts";
import { cpuComposite, toleranceFor } from "../../../../test/support/tolerances.ts";
import { shapeKinds } from "../../../data/sets/shapes/index.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import { createOnnxExtractor } from "../../extractors/index.ts";
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

  test("gives in plain ONNX Runtime what the graph gave when it was trained", async () => {
    const session = await InferenceSession.create(model);
    const [input] = session.inputMetadata;
    const shape = [1, ...(input!.isTensor ? input!.shape.slice(1) : []).map(Number)];
    const size = shape.reduce((a, b) => a * b);
    // the older file has an engine's results for its first test image, the others the float64 reference's for a pattern
    const isOlder = metadata.testSeed !== undefined;
    const pixels = isOlder
      ? shapes(Number(metadata.testSeed), 1)
      : Uint8Array.from({ length: size }, (_, i) => (37 * i) % 256);
    const images = new Tensor("float32", Float32Array.from(pixels), shape);
    const found = await session.run({ images });
    await session.release();
    const probe = JSON.parse(metadata.probe!) as Readonly<Record<string, number[]>>;
    for (const output of ["features", "logits"]) {
      const expected = probe[output]!;
      const { absolute = 0 } = toleranceFor(expected, cpuComposite);
      expect(found[output]!.data).toBeAllclose(expected, {
        absolute: (isOlder ? 2 : 1) * absolute,
      });
    }
  });

  test("is an extractor, of no other file", async () => {
    const extractor = await openShipped(engine, record, model);
    expect(extractor).toMatchObject({
      ...{ name, sha256: record.sha256, classes: 10 },
      input: { size: 32, resizer: "pillow-bilinear" },
      madeFor: { images: record.images, general: record.general },
    });
    await extractor.release();
    await expect(openShipped(engine, record, model.with(99, 99))).rejects.toThrow(
      `must be the classifier ${name} with SHA-256 ${record.sha256}, got `,
    );
  });
});

test.each(shippedNames)(
  "the file of %s gives the same features where it is named as a file",
  async (name) => {
    const [own, named] = [
      await openShipped(engine, shippedClassifiers[name], modelOf(name)),
      await createOnnxExtractor(engine, modelOf(name), "a.onnx"),
    ];
    const { channels } = own.input;
    const pixels = shapes(1, 1).subarray(0, channels * 1024);
    const shape = [1, channels, 32, 32] as const;
    expect(await named.extract(pixels, shape)).toEqual(await own.extract(pixels, shape));
    await own.release();
    await named.release();
  },
);

test("all together are small", () => {
  const total = shippedNames.reduce((sum, name) => sum + shippedClassifiers[name].bytes, 0);
  expect(total).toBeLessThan(2_000_000);
});

test("shapes says how it came to be", () => {
  expect(metadataOf("shapes")).toMatchObject({
    classes: shapeKinds.join(","),
    targets: "kind, color, background, gradient, size, x, y",
    training: expect.stringMatching(/^\d+ batches of 64, Adam, .*, seed 1$/),
    trainingData: expect.stringMatching(/^shapes at 32 x 32, seed \d+, /),
  });
});

test("photos says so too", () => {
  expect(metadataOf("photos")).toMatchObject({
    classes: "airplane,automobile,bird,cat,deer,dog,frog,horse,ship,truck",
    training: expect.stringMatching(/^\d+ batches of 64, SGD .*, seed 1$/),
    trainingData: "the 50000 training images of CIFAR-10, from image files",
    testImages: "10000",
  });
});

test("digits says so too, and that its test images are others", () => {
  expect(metadataOf("digits")).toMatchObject({
    classes: "0,1,2,3,4,5,6,7,8,9",
    training: expect.stringMatching(/^\d+ batches of 64, Adam, .*, seed 1$/),
    trainingData: expect.stringMatching(/^3065 of the first 3678 .*: all but every 6th$/),
    testData: "every 6th of them, padded to 32 pixels",
    testImages: "613",
  });
});
