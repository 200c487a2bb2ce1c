import { describe, expect, test } from "vitest";
import { moments } from "../../test/support/nn/matrices.ts";
import { samplingErrors } from "../../test/support/tolerances.ts";
import { sizeOf } from "../graph/index.ts";
import { randomStream } from "../random.ts";
import { fixup } from "./fixup.ts";
import type { ParameterSpec } from "./parameter.ts";

/** 57 600 numbers. */
const SHAPE = [64, 100, 3, 3];
const COUNT = sizeOf(SHAPE);
const draw = (notes: Partial<ParameterSpec>) =>
  fixup()(
    { name: "weight", shape: SHAPE, role: "weight", fanIn: 900, fanOut: 576, ...notes },
    randomStream(1, "weights"),
  );

describe("variances", () => {
  test.each([
    ["outside of branches He's", {}, 2 / 900],
    ["of a leaky ReLU", { slope: 0.5 }, 2 / 1.25 / 900],
    [
      "in branches of 2 layers over L",
      { branch: { branches: 16, layers: 2, last: false } },
      2 / 900 / 16,
    ],
    [
      "in branches of 3 layers over √L",
      { branch: { branches: 16, layers: 3, last: false } },
      2 / 900 / 4,
    ],
  ] as const)("%s", (_name, notes, variance) => {
    const found = moments(draw(notes));
    expect([found.mean]).toBeAllclose([0], {
      absolute: samplingErrors * Math.sqrt(variance / COUNT),
    });
    expect([found.variance]).toBeAllclose([variance], {
      absolute: samplingErrors * variance * Math.sqrt(2 / COUNT),
    });
  });
});

test.each([
  ["the network's last layer", { last: true }],
  ["a branch's last layer", { branch: { branches: 16, layers: 2, last: true } }],
  ["the only layer of a branch", { branch: { branches: 16, layers: 1, last: true } }],
] as const)("%s is 0", (_name, notes) => {
  expect(draw(notes)).toEqual(new Float32Array(COUNT));
});
