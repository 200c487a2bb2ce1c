/** The convolution by minimal filtering along the rows. */
import { filteredRows, fitsRows, rowFilter } from "./filtered-rows.ts";
import type { ForwardForm } from "./form.ts";
import { type Problem, work } from "./problem.ts";

/**
 * Whether there are enough products for what the sums of rows cost. Measured on two threads, ms against
 * direct: 32-64 channels of 16 rows, 128 images 6.3, 5.7; 64-128 of 8 rows 4.4, 5.3; batch 64, 64-128 of 16
 * rows 9.5, 10.9; 128-256 of 8 10.5, 14.6.
 */
export function paysByRows(problem: Problem): boolean {
  return work(problem) >= 1 && Math.min(problem.inputs, problem.outputs) >= 64;
}

/** F(4, 3) along the rows of kernels of three rows, stride 1: six products for each four rows, not twelve. */
export const winogradRows: ForwardForm = {
  name: "F(4,3) by rows",
  gives: "blocks",
  fits: fitsRows,
  pays: paysByRows,
  emit(context, { x, kernels }, problem, end) {
    const { emit, layout } = context;
    const { batch, outputs, outputSize, size } = problem;
    const [height, width] = outputSize;
    const rows = filteredRows(context, x, kernels, problem, end);
    const shape = [batch, outputs / size, height / rowFilter.results, 1, width, size];
    const tiles = emit.node(
      "Concat",
      rows.map((row) => layout.reshape(row, shape)),
      { axis: 3 },
    );
    return layout.reshape(tiles, [batch, outputs / size, height, width, size]);
  },
};
