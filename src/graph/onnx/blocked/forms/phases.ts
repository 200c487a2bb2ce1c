/** The gradient to the input, or a transposed convolution, phase by phase. */
import type { InputGradForm, Result } from "./form.ts";
import { filledBlocks, fitsBlocks } from "./problem.ts";
import {
  exchangedKernels,
  interleaved,
  type Phase,
  phaseProblem,
  phasesOf,
} from "./stride-phases.ts";

/**
 * For each phase of the stride one convolution of stride 1 over dy with the weight's inputs and outputs
 * exchanged, the phases' rows and columns then interleaved.
 */
export const phases: InputGradForm = {
  name: "phases",
  fits: (problem) => fitsBlocks(problem.outputs, problem.size) && phasesOf(problem) !== undefined,
  pays: () => true,
  emit(context, { dy, weight }, problem, end, convolve) {
    const { batch, inputs, inputSize, size } = problem;
    const [rows, columns] = phasesOf(problem)!;
    const blocks = filledBlocks(inputs, size) / size;
    const [h, w] = [rows[0]!.length, columns[0]!.length];
    const phase = (row: Phase, column: Phase, only?: "blocks"): Result =>
      convolve(
        { x: dy, kernels: exchangedKernels(context, weight, row, column) },
        phaseProblem(problem, row, column),
        end,
        only,
      );
    if (rows.length * columns.length === 1) return phase(rows[0]!, columns[0]!);
    const bands = rows.map((row) => {
      const parts = columns.map((column) => phase(row, column, "blocks").name);
      return interleaved(context, parts, [batch, blocks, h, w, size], 4);
    });
    const joined = interleaved(context, bands, [batch, blocks, h, inputSize[1], size], 3);
    const shape = [batch, blocks, ...inputSize, size];
    return { layout: "blocks", name: context.layout.reshape(joined, shape) };
  },
};
