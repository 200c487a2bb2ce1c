/** Images that are no squares, and of four channels: training, samples, grids, export, and what is measured. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { expect, test } from "vitest";
import { aspectsOf } from "../src/analysis/health/image-aspects.ts";
import { createTrainer } from "../src/gan/index.ts";
import { effectiveWeights, exportGenerator, loadGenerator } from "../src/gan/inference/index.ts";
import { resize, toPixels } from "../src/images/index.ts";
import { classifierExtractor } from "../src/metrics/classifier/index.ts";
import { imageGrid } from "../src/plots/images/index.ts";
import { nodeEngine } from "../src/runtime/node.ts";
import { imageModel } from "./support/gan/image-networks.ts";
import { randomBatches, withRuntime } from "./support/gan/small.ts";
import { gaussian } from "./support/nn/matrices.ts";
import { modelOf } from "./support/shipped-classifiers.ts";
import { cpuComposite, toleranceFor } from "./support/tolerances.ts";

const z = gaussian(2 * 5, "z");

test.each([
  [3, 48, 64],
  [4, 64, 32],
] as const)("images [%i, %i, %i] are trained on, drawn and exported", async (...imageShape) => {
  const [channels, height, width] = imageShape;
  const { samples, onnx } = await withRuntime(async (runtime) => {
    const model = imageModel(imageShape);
    const batches = randomBatches(model);
    const trainer = await createTrainer({ runtime, model, batches, seed: 1, nDis: 1 });
    for (let i = 0; i < 2; i++) {
      expect(Object.values(await trainer.step()).every(Number.isFinite)).toBe(true);
    }
    const samples = await trainer.sample(z);
    const { tensors } = await trainer.snapshot();
    await loadGenerator(runtime, model, tensors);
    const effective = await (await runtime.compile(effectiveWeights(model, "generator"))).run();
    return { samples, onnx: exportGenerator(model, await runtime.state.read(), effective) };
  });
  const session = await InferenceSession.create(onnx);
  const { images } = await session.run({ z: new Tensor("float32", Float32Array.from(z), [2, 5]) });
  await session.release();
  expect(images!.dims).toEqual([2, ...imageShape]);
  expect(images!.data as Float32Array).toBeAllclose(samples, toleranceFor(samples, cpuComposite));

  const data = toPixels(samples);
  const { png } = await imageGrid({ data, shape: [2, ...imageShape] }, { rows: 1, columns: 2 });
  expect(await sharp(png).metadata()).toMatchObject({ width: 2 * width + 2, height, channels });
  expect(aspectsOf(samples, imageShape)).toHaveLength(2);
});

test("classifiers measure rectangles, resized to their own size", async () => {
  const extractor = await classifierExtractor(
    nodeEngine({ device: "cpu", threads: 1 }),
    modelOf("shapes"),
    "shapes",
  );
  const size = 32;
  expect(extractor.input.size).toBe(size);
  const pixels = Uint8Array.from({ length: 3 * 96 * 64 }, (_, i) => (i * 7) % 256);
  const resized = resize(pixels, { from: [96, 64], to: [size, size], method: "pillow-bilinear" });
  const found = await extractor.extract(pixels, [1, 3, 96, 64]);
  expect(found).toEqual(await extractor.extract(resized, [1, 3, size, size]));
  await extractor.release();
});
