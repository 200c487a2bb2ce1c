/** Cases of comparisons, choice and conversion. */
import type { DType } from "../../../../src/graph/dtypes.ts";
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type { compare } from "../../../../src/graph/ops/compare.ts";
import { bool, dataStream, float32, int32, normal, uint8, vector } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("compare");
type Comparison = Case<"greater">;
type Cast = Case<"cast">;

const two = (name: string, a: Tensor64, b: Tensor64): Comparison => ({
  name,
  inputs: [a, b],
  attributes: {},
  scale: null,
});

const comparisons: readonly [Comparison, ...Comparison[]] = [
  {
    ...two("ordinary", normal([3], data), normal([2, 3], data)),
    convention: [Array(3).fill(0), Array(6).fill(0)],
  },
  two("ties and zeros", vector(1, 0, -0, 2), vector(1, -0, 0, 3)),
  two("infinities", vector(Infinity, -Infinity, Infinity), vector(1, 1, Infinity)),
  two("int32", int32([2, 3], [1, -2, 3, 2 ** 31 - 1, 0, -(2 ** 31)]), int32([3], [1, 2, -3])),
];

const cast = (
  name: string,
  x: Tensor64,
  dtype: DType,
  convention?: Case<"cast">["convention"],
): Cast => ({
  name,
  inputs: [x],
  attributes: { dtype },
  scale: null,
  ...(convention && { convention }),
});

const fractions = vector(0, -0, 0.49, -0.99, 1, 1.5, 2.5, 3.999, 255, 255.9);

export const compareCases = {
  greater: comparisons,
  less: comparisons,
  equal: comparisons,
  where: [
    {
      name: "equal shapes",
      inputs: [bool([2, 2], [1, 0, 0, 1]), normal([2, 2], data), normal([2, 2], data)],
      attributes: {},
    },
    {
      name: "a mask per row, scalars to choose from",
      inputs: [bool([3, 1], [1, 0, 1]), normal([], data), normal([1, 4], data)],
      attributes: {},
    },
    {
      name: "one decision",
      inputs: [bool([], [0]), normal([2, 3], data), normal([3], data)],
      attributes: {},
    },
    {
      name: "what is not chosen does not matter",
      inputs: [bool([2], [1, 0]), vector(1, Infinity), vector(Infinity, 2)],
      attributes: {},
      scale: null,
      convention: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
    },
  ],
  cast: [
    { name: "float32 to itself", inputs: [normal([2, 3], data)], attributes: { dtype: "float32" } },
    cast("float32 to int32", vector(...fractions.data, -1.5, -255.9, 2e9, -2e9), "int32", [
      Array(14).fill(0),
    ]),
    cast("float32 to uint8", fractions, "uint8"),
    cast("float32 to bool", vector(0, -0, 1e-30, -2, Infinity), "bool"),
    cast("int32 to float32", int32([4], [0, -5, 2 ** 24, -(2 ** 31)]), "float32"),
    cast("int32 to uint8", int32([5], [0, 255, 256, 1000, -1]), "uint8"),
    cast("int32 to bool", int32([3], [0, -5, 256]), "bool"),
    cast("uint8 to float32", uint8([2, 2], [0, 1, 127, 255]), "float32"),
    cast("uint8 to int32", uint8([3], [0, 128, 255]), "int32"),
    cast("uint8 to bool", uint8([3], [0, 1, 128]), "bool"),
    cast("bool to float32", bool([2], [0, 1]), "float32"),
    cast("bool to int32", bool([2], [0, 1]), "int32"),
    cast("bool to uint8", bool([2], [0, 1]), "uint8"),
    cast("a scalar", float32([], [3.7]), "int32"),
  ],
} satisfies CaseTable<keyof typeof compare>;
