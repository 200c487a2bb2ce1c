import { expect, test } from "vitest";
import { metadata, model, SHAPE, shapes } from "../../../test/support/shapes-classifier.ts";
import { nodeEngine } from "../../runtime/node.ts";
import { shapesExtractor } from "./index.ts";

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
