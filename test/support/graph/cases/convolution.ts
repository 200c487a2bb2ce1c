/** Cases of the convolution and its gradients: the same geometries for all three. */
import type { Tensor64 } from "../../../../src/graph/index.ts";
import { convOutputSize, type convolution } from "../../../../src/graph/ops/convolution.ts";
import { dataStream, normal } from "../tensors.ts";
import type { Case, CaseTable } from "./case.ts";

const data = dataStream("convolution");
type Pair = readonly [number, number];
type Quad = readonly [number, number, number, number];

/** A geometry with what it is applied to. */
interface Example {
  readonly name: string;
  /** N, C, H, W. */
  readonly x: Quad;
  /** O. */
  readonly outputs: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Quad;
}

const example = (
  name: string,
  x: Quad,
  outputs: number,
  kernel: Pair,
  stride: Pair,
  padding: Quad,
): Example => ({ name, x, outputs, kernel, stride, padding });

const examples: readonly [Example, ...Example[]] = [
  example("3x3, same size", [2, 3, 5, 4], 2, [3, 3], [1, 1], [1, 1, 1, 1]),
  example("4x4, stride 2", [2, 2, 8, 6], 3, [4, 4], [2, 2], [1, 1, 1, 1]),
  example("1x1", [2, 3, 3, 3], 4, [1, 1], [1, 1], [0, 0, 0, 0]),
  example("1x1, stride 2, leaves rows out", [1, 2, 4, 5], 2, [1, 1], [2, 2], [0, 0, 0, 0]),
  example("one channel, even kernel, no padding", [2, 1, 5, 6], 1, [2, 2], [1, 1], [0, 0, 0, 0]),
  example("odd sizes, different strides", [1, 3, 7, 9], 2, [3, 2], [2, 3], [1, 0, 1, 0]),
  example("asymmetric padding", [1, 2, 5, 5], 2, [3, 3], [1, 1], [0, 2, 1, 1]),
  example("padding at the end only", [2, 1, 4, 5], 2, [3, 3], [2, 2], [0, 0, 1, 1]),
  example("padding at the right only", [1, 2, 4, 4], 2, [2, 2], [2, 1], [1, 0, 0, 1]),
  example("padding at the start only", [1, 2, 4, 5], 2, [3, 3], [2, 2], [1, 1, 0, 0]),
  example("rows that the stride never reaches", [1, 2, 8, 7], 2, [3, 2], [3, 3], [0, 0, 0, 0]),
  example("stride larger than the kernel", [1, 1, 8, 8], 2, [2, 1], [4, 3], [0, 0, 0, 0]),
  example("kernel as large as the image", [2, 3, 4, 4], 2, [4, 4], [1, 1], [0, 0, 0, 0]),
  example("as large, padded at the end", [1, 1, 3, 3], 1, [3, 3], [1, 1], [0, 0, 1, 1]),
  example("kernel larger than the image", [1, 2, 2, 2], 2, [4, 4], [1, 1], [1, 1, 1, 1]),
  example("padding larger than the kernel", [1, 1, 2, 3], 2, [2, 2], [1, 1], [3, 3, 3, 3]),
  example("one pixel", [3, 2, 1, 1], 2, [1, 1], [1, 1], [0, 0, 0, 0]),
  example("a row of pixels", [1, 1, 1, 9], 1, [1, 4], [1, 2], [0, 2, 0, 1]),
  example("many channels", [1, 17, 4, 4], 19, [3, 3], [1, 1], [1, 1, 1, 1]),
];

const cases = <K extends keyof typeof convolution>(
  make: (e: Example) => Pick<Case<K>, "inputs" | "attributes">,
): readonly [Case<K>, ...Case<K>[]] =>
  examples.map((e) => ({ name: e.name, ...make(e) })) as unknown as readonly [
    Case<K>,
    ...Case<K>[],
  ];

const image = ({ x }: Example): Tensor64 => normal(x, data);
const weight = ({ x: [, c], outputs, kernel }: Example) => normal([outputs, c, ...kernel], data);
const result = ({ x: [n, , h, w], outputs, kernel, stride, padding }: Example) =>
  normal([n, outputs, ...convOutputSize([h, w], kernel, { stride, padding })], data);

export const convolutionCases = {
  conv: cases<"conv">((e) => ({
    inputs: [image(e), weight(e)],
    attributes: { stride: e.stride, padding: e.padding },
  })),
  convInputGrad: cases<"convInputGrad">((e) => ({
    inputs: [result(e), weight(e)],
    attributes: { stride: e.stride, padding: e.padding, inputSize: [e.x[2], e.x[3]] },
  })),
  convWeightGrad: cases<"convWeightGrad">((e) => ({
    inputs: [image(e), result(e)],
    attributes: { stride: e.stride, padding: e.padding, kernelSize: e.kernel },
  })),
} satisfies CaseTable<keyof typeof convolution>;
