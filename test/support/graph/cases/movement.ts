/** Cases of the ops that move, repeat, cut or join elements. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type { movement } from "../../../../src/graph/ops/movement.ts";
import { bool, dataStream, float32, int32, normal, uint8 } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("movement");

const reshape = (name: string, x: Tensor64, ...shape: readonly number[]): Case<"reshape"> => ({
  name,
  inputs: [x],
  attributes: { shape },
  ...(x.dtype !== "float32" && { scale: null }),
});
const expand = (name: string, x: Tensor64, ...shape: readonly number[]): Case<"expand"> => ({
  ...reshape(name, x, ...shape),
});
const transpose = (name: string, x: Tensor64, ...permutation: number[]): Case<"transpose"> => ({
  name,
  inputs: [x],
  attributes: { permutation },
  ...(x.dtype !== "float32" && { scale: null }),
});
const pad = (
  name: string,
  x: Tensor64,
  low: readonly number[],
  high: readonly number[],
  interior: readonly number[],
): Case<"pad"> => ({ name, inputs: [x], attributes: { low, high, interior } });
const slice = (
  name: string,
  x: Tensor64,
  starts: readonly number[],
  ends: readonly number[],
  strides: readonly number[],
): Case<"slice"> => ({
  name,
  inputs: [x],
  attributes: { starts, ends, strides },
  ...(x.dtype !== "float32" && { scale: null }),
});
const concat = (name: string, inputs: readonly Tensor64[], axis: number): Case<"concat"> => ({
  name,
  inputs,
  attributes: { axis },
  ...(inputs[0]?.dtype !== "float32" && { scale: null }),
});

const bytes = uint8([2, 3], [0, 1, 2, 253, 254, 255]);
const integers = int32([2, 3], [0, -1, 2, 2 ** 31 - 1, 5, -6]);
const flags = bool([2, 3], [1, 0, 0, 1, 1, 0]);

export const movementCases = {
  reshape: [
    reshape("merge axes", normal([2, 3, 4], data), 6, 4),
    reshape("to a vector", normal([2, 3], data), 6),
    reshape("a scalar to a matrix", normal([], data), 1, 1),
    reshape("to a scalar", normal([1, 1], data)),
    reshape("unchanged", normal([2, 3], data), 2, 3),
    reshape("nothing", float32([0, 3], []), 3, 0),
    reshape("uint8", bytes, 3, 2),
    reshape("int32", integers, 6),
    reshape("bool", flags, 3, 1, 2),
  ],
  transpose: [
    transpose("a matrix", normal([2, 3], data), 1, 0),
    transpose("NCHW to NHWC", normal([2, 3, 4, 5], data), 0, 2, 3, 1),
    transpose("a cycle of axes", normal([2, 3, 4], data), 2, 0, 1),
    transpose("unchanged", normal([2, 3], data), 0, 1),
    transpose("a vector", normal([3], data), 0),
    transpose("a scalar", normal([], data)),
    transpose("uint8", bytes, 1, 0),
    transpose("int32", integers, 1, 0),
    transpose("bool", flags, 1, 0),
  ],
  expand: [
    expand("a scalar", normal([], data), 2, 3),
    expand("a row", normal([3], data), 2, 3),
    expand("a column", normal([2, 1], data), 2, 3),
    expand("in the middle", normal([2, 1, 3, 1], data), 2, 4, 3, 2),
    expand("unchanged", normal([2, 3], data), 2, 3),
    expand("to more axes of one", normal([2], data), 1, 1, 2),
    expand("a scalar to a scalar", normal([], data)),
    expand("uint8", uint8([1, 2], [3, 255]), 2, 2),
    expand("int32", int32([2], [-3, 5]), 2, 2),
    expand("bool", bool([2, 1], [1, 0]), 2, 3),
  ],
  pad: [
    pad("both ends", normal([2, 3], data), [1, 0], [0, 2], [0, 0]),
    pad("between", normal([2, 3], data), [0, 0], [0, 0], [1, 2]),
    pad("everything", normal([2, 3, 2], data), [1, 0, 2], [0, 3, 1], [0, 1, 3]),
    pad("between images", normal([2, 1, 3, 2], data), [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 1, 1]),
    pad("a single element has no gap", normal([1, 2], data), [0, 1], [1, 0], [5, 1]),
    pad("no zeros", normal([2], data), [0], [0], [0]),
    pad("a scalar", normal([], data), [], [], []),
  ],
  slice: [
    slice("a part", normal([4, 5], data), [1, 2], [3, 5], [1, 1]),
    slice("every second", normal([5, 6], data), [0, 1], [5, 6], [2, 2]),
    slice("strides that leave a rest", normal([7, 8], data), [1, 0], [7, 7], [3, 4]),
    slice("strides beyond the end", normal([3, 3], data), [2, 1], [3, 2], [9, 4]),
    slice("all", normal([2, 3], data), [0, 0], [2, 3], [1, 1]),
    slice("nothing", normal([2, 3], data), [0, 1], [2, 1], [1, 1]),
    slice("a scalar", normal([], data), [], [], []),
    slice("uint8", bytes, [0, 1], [2, 3], [1, 1]),
    slice("int32", integers, [1, 0], [2, 3], [1, 2]),
    slice("bool", flags, [0, 0], [1, 2], [1, 1]),
  ],
  concat: [
    concat("the first axis", [normal([2, 3], data), normal([1, 3], data)], 0),
    concat("the last axis", [normal([2, 3], data), normal([2, 1], data)], 1),
    concat(
      "channels of three",
      [normal([2, 1, 2, 2], data), normal([2, 3, 2, 2], data), normal([2, 2, 2, 2], data)],
      1,
    ),
    concat("one alone", [normal([2, 3], data)], 0),
    concat("uint8", [bytes, bytes], 0),
    concat("int32", [integers, integers], 1),
    concat("bool", [flags, flags], 1),
  ],
} satisfies CaseTable<keyof typeof movement>;
