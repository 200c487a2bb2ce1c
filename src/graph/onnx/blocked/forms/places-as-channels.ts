/** The convolution to a few channels. */
import { sizeOf } from "../../../value.ts";
import { type ConvContext, convNode, filledBias } from "../convolution.ts";
import { blockWeight } from "../weights.ts";
import type { ForwardForm, Kernels } from "./form.ts";
import { filledBlocks, type Problem } from "./problem.ts";

/** Places of a square of pixels, as their distances from its first. */
const square = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/**
 * The pixels of squares of 2 x 2 as channels of one block, which the result's own channels would not fill: a
 * convolution of stride 2 whose kernels are the weight at each of the four places, zeros around it.
 */
export const placesAsChannels: ForwardForm = {
  name: "places as channels",
  gives: "plain",
  fits: ({ inputs, outputs, outputSize, stride, size }) =>
    stride.every((s) => s === 1) &&
    outputSize.every((n) => n % 2 === 0) &&
    square.length * outputs <= size &&
    inputs % size === 0,
  // 64 to 3 channels of 32 x 32, 32 images: 2.7 ms against 3.2
  pays: ({ kernel }) => sizeOf(kernel) > 1,
  emit(context, { x, kernels }, problem, { bias, activation }) {
    const { emit, layout } = context;
    const { batch, inputs, outputs, inputSize, outputSize, kernel, padding, size } = problem;
    const channels = square.length * outputs;
    const filled = filledBlocks(channels, size);
    const reach = kernel.map((n) => n + 1);
    const biases =
      bias && emit.node("Concat", Array<string>(square.length).fill(bias.name), { axis: 0 });
    const y = convNode(
      emit,
      {
        x: layout.reshape(x.blocked(), [batch, inputs, ...inputSize]),
        kernels: layout.reshape(atPlaces(context, kernels, problem), [filled, inputs, ...reach]),
        bias: biases && filledBias(emit, { name: biases, channels }, filled),
      },
      { kernel_shape: reach, strides: [2, 2], pads: padding, dilations: [1, 1], group: 1 },
      activation,
    );
    const half = outputSize.map((n) => n / 2);
    const plain = layout.fromBlocks(y, [batch, filled, ...half], channels);
    return emit.node("DepthToSpace", [plain], { blocksize: 2 });
  },
};

function atPlaces({ emit, layout }: ConvContext, kernels: Kernels, problem: Problem): string {
  const { inputs, outputs, kernel } = problem;
  const plain = kernels.plain();
  const all = square.map(([down, across]) =>
    emit.node("Pad", [plain, emit.int64([0, 0, down, across, 0, 0, 1 - down, 1 - across])]),
  );
  return blockWeight(emit, layout, {
    name: emit.node("Concat", all, { axis: 0 }),
    shape: [square.length * outputs, inputs, ...kernel.map((n) => n + 1)],
  });
}
