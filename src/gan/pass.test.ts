import { expect, test } from "vitest";
import { smallModel } from "../../test/support/gan/small.ts";
import { createBuilder, evaluate } from "../graph/index.ts";
import { discriminatorStep } from "./discriminator-step.ts";
import { scalePixels } from "./pass.ts";

/** Every pixel value there is, scaled in float64. */
function scaled(noise?: readonly number[]): readonly number[] {
  const g = createBuilder();
  const x = g.input("x", { dtype: "uint8", shape: [256] });
  const drawn = noise && g.input("noise", { dtype: "float32", shape: [256] });
  const pixels = Array.from({ length: 256 }, (_, i) => i);
  const { y } = evaluate(
    { inputs: { x, ...(drawn && { noise: drawn }) }, outputs: { y: scalePixels(g, x, drawn) } },
    { x: pixels, ...(noise && { noise }) },
  );
  return [...y!.data];
}

test("without noise, 0 … 255 becomes -1 … 1", () => {
  const y = scaled();
  expect([y[0], y[255]]).toEqual([-1, 1]);
  // 2/255 is rounded once, and what it is multiplied with is at most 255
  expect(y).toBeAllclose(
    y.map((_, i) => (i / 255) * 2 - 1),
    { absolute: 2 ** -51 },
  );
});

test("with noise, x/128 - 1 and up to 1/128 more", () => {
  const least = scaled(Array(256).fill(0));
  const greatest = scaled(Array(256).fill(1 - 2 ** -24));
  expect(least).toEqual(least.map((_, i) => i / 128 - 1));
  expect(greatest.every((y, i) => y > least[i]! && y < least[i]! + 1 / 128)).toBe(true);
  expect(Math.max(...greatest)).toBeLessThan(1);
});

test("a discriminator step draws noise for each pixel where it is asked for, and for pixels alone", () => {
  const drawsOf = (changes: Parameters<typeof smallModel>[0]) => {
    const model = smallModel(changes);
    const { batchSize, imageShape } = model.definition;
    return { draws: discriminatorStep(model).draws, shape: [batchSize, ...imageShape] };
  };
  const { draws, shape } = drawsOf({ dequantization: "uniform" });
  expect(draws).toEqual([{ name: "dequantization", shape, distribution: "uniform" }]);
  expect(drawsOf({}).draws).toEqual([]);
  expect(drawsOf({ dequantization: "uniform", imageType: "float32" }).draws).toEqual([]);
});
