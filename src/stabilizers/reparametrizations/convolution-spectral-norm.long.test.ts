import { describe, test } from "vitest";
import { convolutions } from "../../../test/support/nn/convolution-matrix.ts";
import { expectNormOfMatrix } from "../../../test/support/nn/convolution-norm.ts";

describe.each(["left", "right"] as const)("the %s vector is stored", (vector) => {
  test.each(convolutions)(
    "$shape of $inputSize, stride $stride, padding $padding, transposed $transposed",
    (convolution) => expectNormOfMatrix(vector, convolution),
  );
});
