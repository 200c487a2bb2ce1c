/** The convolution as the engine has it. */
import { convNode, filledBias } from "../convolution.ts";
import { blockedShape } from "../layout.ts";
import type { ForwardForm } from "./form.ts";
import { filledBlocks, fitsBlocks } from "./problem.ts";

/** One Conv. */
export const direct: ForwardForm = {
  name: "direct",
  gives: "blocks",
  fits: ({ inputs, size }) => fitsBlocks(inputs, size),
  pays: () => true,
  emit({ emit, layout }, { x, kernels }, problem, { bias, activation }) {
    const { batch, inputs, outputs, inputSize, outputSize, kernel, stride, padding, size } =
      problem;
    const filled = filledBlocks(outputs, size);
    const y = convNode(
      emit,
      {
        x:
          inputs % size === 0
            ? layout.reshape(x.blocked(), [batch, inputs, ...inputSize])
            : x.plain(),
        kernels: layout.reshape(kernels.blocked(), [filled, inputs, ...kernel]),
        bias: bias && filledBias(emit, bias, filled),
      },
      { kernel_shape: kernel, strides: stride, pads: padding, dilations: [1, 1], group: 1 },
      activation,
    );
    return layout.reshape(y, blockedShape([batch, filled, ...outputSize], size));
  },
};
