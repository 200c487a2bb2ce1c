import { expect, test } from "vitest";
import { metadataOf, modelOf, shapes } from "../../../../test/support/shipped-classifiers.ts";
import { nodeEngine } from "../../../runtime/node.ts";
import { openShipped, shippedClassifiers } from "../index.ts";

/** The share of images whose kind is told. */
async function accuracy(seed: number, count: number): Promise<number> {
  const engine = nodeEngine({ device: "cpu" });
  const extractor = await openShipped(engine, shippedClassifiers.shapes, modelOf("shapes"));
  const { logits } = await extractor.extract(shapes(seed, count), [count, 3, 32, 32]);
  await extractor.release();
  const right = Array.from({ length: count }, (_, i) => {
    const row = logits!.subarray(10 * i, 10 * i + 10);
    return row.indexOf(Math.max(...row)) === i % 10;
  });
  return right.filter(Boolean).length / count;
}

test("is as accurate as it says, on its own test images and on others", async () => {
  const metadata = metadataOf("shapes");
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
