/** Cases of the poolings. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import type { pooling } from "../../../../src/graph/ops/pooling.ts";
import type { PoolGeometry } from "../../../../src/graph/signatures.ts";
import { dataStream, distinct, float32 } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("pooling");

interface Example extends PoolGeometry {
  readonly name: string;
  readonly x: readonly [number, number, number, number];
}

const example = (
  name: string,
  x: Example["x"],
  size: Example["size"],
  stride: Example["stride"],
  padding: Example["padding"],
): Example => ({ name, x, size, stride, padding });

const examples: readonly [Example, ...Example[]] = [
  example("2x2", [2, 3, 4, 6], [2, 2], [2, 2], [0, 0, 0, 0]),
  example("3x3, same size", [2, 2, 4, 5], [3, 3], [1, 1], [1, 1, 1, 1]),
  example("3x3, stride 2, overlapping", [1, 3, 7, 7], [3, 3], [2, 2], [0, 0, 0, 0]),
  example("rows and columns left out", [1, 2, 6, 8], [2, 3], [4, 3], [0, 0, 0, 0]),
  example("asymmetric", [1, 2, 5, 6], [3, 2], [2, 1], [1, 0, 2, 1]),
  example("padding at the end only", [1, 2, 4, 5], [3, 3], [2, 2], [0, 0, 1, 1]),
  example("the whole image", [2, 2, 3, 4], [3, 4], [1, 1], [0, 0, 0, 0]),
  example("larger than the image", [1, 2, 2, 1], [3, 3], [1, 1], [1, 1, 1, 1]),
  example("one pixel", [2, 1, 1, 1], [1, 1], [1, 1], [0, 0, 0, 0]),
  example("many channels", [1, 17, 4, 4], [3, 3], [2, 2], [1, 1, 1, 1]),
];

const image = ({ x }: Example): Tensor64 => distinct(x, data);
const geometry = ({ size, stride, padding }: Example): PoolGeometry => ({ size, stride, padding });

export const poolingCases = {
  maxPool: [
    ...(examples.map((e) => ({
      name: e.name,
      inputs: [image(e)],
      attributes: geometry(e),
    })) as unknown as readonly [Case<"maxPool">]),
    {
      name: "ties, and padding above all elements",
      inputs: [float32([1, 1, 2, 2], [-1, -2, -1, -3])],
      attributes: { size: [2, 2], stride: [1, 1], padding: [1, 0, 0, 0] },
      scale: null,
      convention: [[1.5, 0, 0.5, 0]],
    },
  ],
  averagePool: [true, false].flatMap((countPadding) =>
    examples.map((e) => ({
      name: `${e.name}, ${countPadding ? "all zeros counted" : "the image alone"}`,
      inputs: [image(e)],
      attributes: { ...geometry(e), countPadding },
    })),
  ) as unknown as readonly [Case<"averagePool">],
} satisfies CaseTable<keyof typeof pooling>;
