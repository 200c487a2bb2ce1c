/** The gradient to the weight by standard operators. */
import { emitFlatWeightGrad, hasFewOutputs } from "../../../ops/convolution.ts";
import type { Aval } from "../../../types.ts";
import type { WeightGradForm } from "./form.ts";
import type { Problem } from "./problem.ts";

/** As standard operators have it, but x and the result change their layout through blocks. */
export const flatWeightGrad: WeightGradForm = {
  name: "flat",
  fits: (problem) =>
    problem.inputs % problem.size === 0 &&
    !hasFewOutputs(operandsOf(problem), attributesOf(problem)),
  pays: () => true,
  emit: ({ emit, layout }, { x, dy }, problem) => {
    const operands = operandsOf(problem);
    return emitFlatWeightGrad(
      emit,
      [layout.toChannelsLast(x.blocked(), operands[0].shape), dy.plain()],
      operands,
      attributesOf(problem),
      layout.channelsFirst,
    );
  },
};

function operandsOf({ batch, inputs, outputs, inputSize, outputSize }: Problem) {
  const images = (channels: number, places: readonly number[]): Aval => ({
    dtype: "float32",
    shape: [batch, channels, ...places],
  });
  return [images(inputs, inputSize), images(outputs, outputSize)] as const;
}

function attributesOf({ stride, padding, kernel }: Problem) {
  return { stride, padding, kernelSize: kernel };
}
