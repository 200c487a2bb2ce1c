/** Cases of the reductions. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type { reductions } from "../../../../src/graph/ops/reduction.ts";
import { dataStream, distinct, float32, normal, vector } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("reduction");
type Reduction = Case<"sum">;

const over = (name: string, x: Tensor64, ...axes: readonly number[]): Reduction => ({
  name,
  inputs: [x],
  attributes: { axes },
});

const cases = (
  make: (shape: readonly number[]) => Tensor64,
): readonly [Reduction, ...Reduction[]] => [
  over("all axes", make([2, 3, 4]), 0, 1, 2),
  over("the first axis", make([3, 4]), 0),
  over("the last axis", make([3, 4]), 1),
  over("an axis in the middle", make([2, 3, 4]), 1),
  over("per channel", make([2, 3, 3, 2]), 0, 2, 3),
  over("in another order", make([2, 3, 4]), 2, 0),
  over("no axis", make([2, 3])),
  over("an axis of one", make([2, 1, 3]), 1),
  over("a scalar", make([])),
];

export const reductionCases = {
  sum: [
    ...cases((shape) => normal(shape, data)),
    over("many, nearly canceling", normal([1, 4001], data), 1),
    over("nothing", float32([0, 3], []), 0),
  ],
  max: [
    ...cases((shape) => distinct(shape, data)),
    {
      name: "ties",
      inputs: [float32([3, 4], [1, 3, 3, 0, 2, 2, 2, 2, -0, 0, -1, -1])],
      attributes: { axes: [1] },
      scale: null,
      convention: [[0, 0.5, 0.5, 0, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0]],
    },
    { ...over("infinities", vector(-Infinity, -3e38, Infinity), 0), scale: null },
    { ...over("only -infinity", vector(-Infinity, -Infinity), 0), scale: null },
  ],
} satisfies CaseTable<keyof typeof reductions>;
