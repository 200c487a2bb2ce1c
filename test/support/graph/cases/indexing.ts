/** Cases of the ops that look up by index. */
import type { indexing } from "../../../../src/graph/ops/indexing.ts";
import { dataStream, int32, normal } from "../tensors.ts";
import type { CaseTable } from "./case.ts";

const data = dataStream("indexing");

export const indexingCases = {
  oneHot: [
    {
      name: "a batch of labels",
      inputs: [int32([5], [2, 0, 3, 3, 1])],
      attributes: { depth: 4 },
      scale: null,
    },
    {
      name: "outside the range",
      inputs: [int32([4], [-1, 3, 2, 100])],
      attributes: { depth: 3 },
      scale: null,
    },
    { name: "a scalar", inputs: [int32([], [1])], attributes: { depth: 3 }, scale: null },
    {
      name: "two axes, one class",
      inputs: [int32([2, 2], [0, 0, 1, 0])],
      attributes: { depth: 1 },
      scale: null,
    },
  ],
  gather: [
    { name: "rows", inputs: [normal([4, 3], data), int32([3], [3, 0, 2])], attributes: {} },
    {
      name: "the same row more than once",
      inputs: [normal([3, 2], data), int32([5], [1, 1, 0, 1, 0])],
      attributes: {},
    },
    { name: "numbers", inputs: [normal([5], data), int32([2], [4, 4])], attributes: {} },
    { name: "images", inputs: [normal([3, 2, 2, 1], data), int32([2], [2, 0])], attributes: {} },
  ],
} satisfies CaseTable<keyof typeof indexing>;
