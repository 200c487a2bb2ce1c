/** What is known of a convolution before it is lowered. */
import type { ConvGeometry } from "../../../signatures.ts";
import type { Value } from "../../../types.ts";
import { sizeOf } from "../../../value.ts";

type Pair = readonly [height: number, width: number];

/** A convolution of x `[N, C, H, W]` to y `[N, O, H', W']`, or one of its gradients. */
export interface Problem extends ConvGeometry {
  readonly batch: number;
  /** Channels of x. */
  readonly inputs: number;
  /** Channels of y. */
  readonly outputs: number;
  readonly inputSize: Pair;
  readonly outputSize: Pair;
  readonly kernel: Pair;
  /** Channels of a block. */
  readonly size: number;
}

/** Multiplications and additions of the convolution, or of one of its gradients, in 10⁹. */
export function work({ batch, inputs, outputs, outputSize, kernel }: Problem): number {
  return (2 * batch * inputs * outputs * sizeOf(outputSize) * sizeOf(kernel)) / 1e9;
}

/** Whether a blocked convolution reads images of so many channels: whole blocks, or fewer than one. */
export function fitsBlocks(channels: number, size: number): boolean {
  return channels % size === 0 || channels < size;
}

/** The channels in whole blocks that hold so many. */
export function filledBlocks(channels: number, size: number): number {
  return Math.ceil(channels / size) * size;
}

/** The problem that a value is, in blocks of `size`; `undefined` if it is no convolution. */
export function problemOf({ source, shape }: Value, size: number): Problem | undefined {
  if (source.kind !== "op") return undefined;
  const { stride, padding } = source.attributes as unknown as ConvGeometry;
  const [a = [], b = []] = source.inputs.map((input) => input.shape);
  const of = (x: readonly number[], y: readonly number[], weight: readonly number[]): Problem => ({
    batch: x[0]!,
    inputs: x[1]!,
    outputs: y[1]!,
    inputSize: [x[2]!, x[3]!],
    outputSize: [y[2]!, y[3]!],
    kernel: [weight[2]!, weight[3]!],
    stride,
    padding,
    size,
  });
  switch (source.op) {
    case "conv":
      return of(a, shape, b);
    case "convInputGrad":
      return of(shape, a, b);
    case "convWeightGrad":
      return of(a, b, shape);
    default:
      return undefined;
  }
}
