/** The parts of DiffAugment against PyTorch, those of ADA against SciPy. */
import { expect, test } from "vitest";
import { type GoldenCase, goldenCases } from "../../../test/support/golden/cases.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, gradient, sum, type Value } from "../../graph/index.ts";
import type { RandomStream } from "../../random.ts";
import { type ColorChanges, colorMapOf } from "./ada-color.ts";
import { type Placement, placesOf, unmoved } from "./ada-geometry.ts";
import type { ImagesShape, Transform } from "./augmentation.ts";
import { colorMap } from "./color.ts";
import { diffaugment } from "./diffaugment.ts";
import { resampling, turning } from "./geometry.ts";

const cases = (op: string) => goldenCases(op, "augmentation.json");

/** Numbers of transforms are fed as float32: half a unit in the last place, times sums of a few numbers near 2. */
const rounded = { relative: 2 ** -22, absolute: 2 ** -22 };
/** Places are off by half a unit of 8, times the differences of pixels, below 8. */
const places = { absolute: 2 ** -18 };

/** A stream that gives these numbers, one kind after another. */
function scripted(uniform: readonly number[], integers: readonly number[]): RandomStream {
  const [left, whole] = [[...uniform], [...integers]];
  return {
    uniform: () => left.shift()!,
    integer(bound: number) {
      const next = whole.shift()!;
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(bound);
      return next;
    },
  } as unknown as RandomStream;
}

/** What transforms make of a case's images, and the gradient of its weighted sum. */
function transformed(
  { inputs: { x, upstream } }: GoldenCase,
  transforms: readonly Transform[],
  numbers: Readonly<Record<string, Float32Array | readonly number[]>>,
) {
  const g = createBuilder();
  const images = x!.shape as ImagesShape;
  const inputs: Record<string, Value> = { x: g.input("x", { dtype: "float32", shape: images }) };
  let y = inputs.x!;
  for (const transform of transforms) {
    for (const [name, shape] of Object.entries(transform.numbers(images))) {
      inputs[name] = g.input(name, { dtype: "float32", shape });
    }
    y = transform.apply(g, y, inputs);
  }
  const weights = upstream ?? x!;
  const loss = sum(g, g.mul(y, g.constant(weights.data, images)));
  const [slope] = gradient(g, loss, [inputs.x!]);
  const outputs = { y, "gradient.x": slope! };
  return evaluate({ inputs, outputs }, { ...numbers, x: x!.data });
}

test.each(cases("diffaugment"))("diffaugment: $name", (golden) => {
  const { attrs, inputs, outputs } = golden;
  const [n, , h, w] = inputs.x!.shape as ImagesShape;
  const images = Array.from({ length: n }, (_, i) => i);
  const has = (part: string) => attrs.policy.includes(part);
  const uniform = has("color")
    ? images.flatMap((i) => [
        attrs.brightness[i] + 0.5,
        attrs.saturation[i] / 2,
        attrs.contrast[i] - 0.5,
      ])
    : [];
  const integers = [
    ...(has("translation")
      ? attrs.translation.flatMap(([down, across]: [number, number]) => [
          down + Math.round(h / 8),
          across + Math.round(w / 8),
        ])
      : []),
    ...(has("cutout") ? attrs.cutout.flat() : []),
  ];
  const { draw, transforms } = diffaugment({ policy: attrs.policy });
  const numbers = draw(scripted(uniform, integers), inputs.x!.shape as ImagesShape, 1);
  const found = transformed(golden, transforms, numbers);
  const tolerance = has("color") ? rounded : float64Golden;
  for (const [name, { data }] of Object.entries(outputs)) {
    expect(found[name]!.data, name).toBeAllclose(data, tolerance);
  }
});

test.each(cases("ada-geometry"))("ada's geometry: $name", (golden) => {
  const { attrs, inputs, outputs } = golden;
  const placements = attrs.movements.map(
    ({ mirrored = false, turns = 0, ...others }): Placement => ({
      ...unmoved,
      ...others,
      isMirrored: mirrored,
      quarterTurns: turns,
    }),
  );
  const numbers = placesOf(placements, inputs.x!.shape as ImagesShape);
  const isTurned = numbers.turned.includes(1);
  const transforms = isTurned ? [turning, resampling] : [resampling];
  const { turned, ...rest } = numbers;
  const { y } = transformed(golden, transforms, isTurned ? numbers : rest);
  expect(y!.data).toBeAllclose(outputs.y!.data, places);
});

test.each(cases("resampling"))("0 beyond the border: $name", (golden) => {
  const { rows, columns } = golden.inputs;
  const numbers = { rows: rows!.data, columns: columns!.data };
  const { y } = transformed(golden, [resampling], numbers);
  expect(y!.data).toBeAllclose(golden.outputs.y!.data, float64Golden);
});

test.each(cases("ada-color"))("ada's colors: $name", (golden) => {
  const { attrs, inputs, outputs } = golden;
  const changes = attrs.changes.map(
    ({ inverted, ...others }: { inverted: boolean }): ColorChanges =>
      ({ ...others, isInverted: inverted }) as ColorChanges,
  );
  const { y } = transformed(golden, [colorMap], colorMapOf(changes, inputs.x!.shape[1]!));
  expect(y!.data).toBeAllclose(outputs.y!.data, rounded);
});
