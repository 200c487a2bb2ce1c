/** The gradient to the weight by minimal filtering along the rows. */
import { sizeOf } from "../../../value.ts";
import type { ConvContext } from "../convolution.ts";
import {
  gradientBlocks,
  imagesInnermost,
  plainWeight,
  slopesInnermost,
} from "./batch-innermost.ts";
import { dataPlanes, fitsRows, rowFilter } from "./filtered-rows.ts";
import type { WeightGradForm } from "./form.ts";
import type { Problem } from "./problem.ts";
import { rowPlane } from "./row-planes.ts";
import { paysByRows } from "./winograd-rows.ts";

/**
 * As with the batch innermost, but the sums of rows amplify the rounding: 2.3e-6 of the largest element at
 * 16 x 16 pixels, 5.3e-6 at 24 x 24.
 */
const MOST_TERMS = 2 ** 12;

/**
 * The transpose of the filter: each product is that of sums of rows of x and of dy over all tiles and images,
 * with the batch innermost, and the filter's matrix gives the kernel's rows from the products.
 */
export const winogradWeightGrad: WeightGradForm = {
  name: "F(4,3) by rows",
  fits: (problem) =>
    fitsRows(problem) &&
    problem.batch % problem.size === 0 &&
    sizeOf(problem.outputSize) * problem.size <= MOST_TERMS,
  // ms against the batch innermost, as measured for the convolution: 14.5, 10.9; 5.4, 7.3; 21.7, 24.2; 12.2, 13.6
  pays: paysByRows,
  emit(context, { x, dy }, problem) {
    const { emit, layout } = context;
    const { inputs, outputs, kernel, size } = problem;
    const { filter, taps } = rowFilter;
    const width = kernel[1] * inputs;
    const of = planeProblem(problem);
    const planes = dataPlanes(context, x.blocked(), problem);
    const products = slopePlanes(context, dy.blocked(), problem).map((plane, p) => {
      const image = imagesInnermost(context, planes[p]!, of);
      const y = gradientBlocks(context, image, slopesInnermost(context, plane, of), of);
      return layout.reshape(y, [1, outputs * width]);
    });
    const transposed = Array.from({ length: taps }, (_, t) => filter.map((row) => row[t]!));
    const rows = emit.node("MatMul", [
      emit.floats(transposed.flat(), [taps, products.length]),
      emit.node("Concat", products, { axis: 0 }),
    ]);
    const split = layout.reshape(rows, [taps, outputs / size, width * size]);
    const blocks = emit.node("Transpose", [split], { perm: [1, 0, 2] });
    return plainWeight(layout, blocks, [outputs, inputs, ...kernel]);
  },
};

/** What of dy each product takes. */
function slopePlanes(context: ConvContext, dy: string, problem: Problem): string[] {
  const { batch, outputs, outputSize } = problem;
  const shape = [batch, outputs, ...outputSize];
  const images = context.layout.reshape(dy, shape);
  const tiles = outputSize[0] / rowFilter.results;
  return rowFilter.ends.map((row) =>
    rowPlane(context, images, shape, row, { first: 0, distance: rowFilter.results, tiles }),
  );
}

/** The gradient from the sums of rows that one product takes: to a kernel of one row. */
function planeProblem(problem: Problem): Problem {
  const { inputSize, outputSize, kernel, padding } = problem;
  const tiles = outputSize[0] / rowFilter.results;
  return {
    ...problem,
    inputSize: [tiles, inputSize[1]],
    outputSize: [tiles, outputSize[1]],
    kernel: [1, kernel[1]],
    padding: [0, padding[1], 0, padding[3]],
  };
}
