/** Operators and their adjoints against matrices that are written out. */
import { describe, expect, test } from "vitest";
import { convolutionMatrix, convolutions } from "../../../test/support/nn/convolution-matrix.ts";
import { gaussian, inner } from "../../../test/support/nn/matrices.ts";
import { float64Golden } from "../../../test/support/tolerances.ts";
import { createBuilder, evaluate, sizeOf } from "../../graph/index.ts";
import { convolutionOperator, convolutionShapes } from "./linear-operator.ts";

/** What a matrix makes of a vector. */
function times(matrix: ReturnType<typeof convolutionMatrix>, x: ArrayLike<number>): number[] {
  return Array.from({ length: matrix.rows }, (_, i) => inner(matrix.getRow(i), x));
}

describe.each([false, true])("transposed: %s", (transposed) => {
  test.each(convolutions.filter((convolution) => convolution.transposed === transposed))(
    "$shape of $inputSize, stride $stride, padding $padding",
    ({ shape, ...place }) => {
      const weight = gaussian(sizeOf(shape), `weight ${shape}`);
      const matrix = convolutionMatrix(shape, weight, place);
      const { left, right } = convolutionShapes(shape, place);
      expect([sizeOf(left), sizeOf(right)]).toEqual([matrix.rows, matrix.columns]);

      const g = createBuilder();
      const input = (name: string, of: readonly number[]) =>
        g.input(name, { dtype: "float32", shape: of });
      const inputs = { w: input("w", shape), u: input("u", left), v: input("v", right) };
      const operator = convolutionOperator(g, inputs.w, place);
      expect([operator.left, operator.right]).toEqual([left, right]);
      const outputs = { ahead: operator.apply(inputs.v), back: operator.adjoint(inputs.u) };
      expect([outputs.ahead.shape, outputs.back.shape]).toEqual([left, right]);
      const feeds = { w: weight, u: gaussian(matrix.rows, "u"), v: gaussian(matrix.columns, "v") };
      const { ahead, back } = evaluate({ inputs, outputs }, feeds);
      expect(ahead!.data).toBeAllclose(times(matrix, feeds.v), float64Golden);
      expect(back!.data).toBeAllclose(times(matrix.transpose(), feeds.u), float64Golden);
    },
  );
});
