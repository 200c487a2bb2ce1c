/** The gradient to the input, or a transposed convolution, by convolutions of stride 1. */

import type { ConvContext } from "../convolution.ts";
import { transposeWeight, type Weight } from "../weights.ts";
import type { InputGradForm, Kernels, Result } from "./form.ts";
import { filledBlocks, fitsBlocks, type Problem } from "./problem.ts";

/** One phase along an axis: the rows q, q + stride, … of the gradient. */
interface Phase {
  /** Places in the kernel, in the order of a convolution. */
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/**
 * Each phase of the gradient along one axis as a convolution of stride 1 over dy, or `undefined` if some
 * phase is none: row i = q + s·j takes dy[j + c − t] with the kernel's place k₀ + s·t, where
 * k₀ = (q + padding) mod s and c = (q + padding − k₀)/s.
 */
function phasesAlong(
  input: number,
  output: number,
  kernel: number,
  stride: number,
  padding: number,
): Phase[] | undefined {
  if (input % stride !== 0) return undefined;
  const found = Array.from({ length: stride }, (_, q): Phase => {
    const first = (q + padding) % stride;
    const shift = (q + padding - first) / stride;
    const count = Math.max(0, Math.ceil((kernel - first) / stride));
    const taps = Array.from({ length: count }, (_, t) => first + stride * (count - 1 - t));
    const length = input / stride;
    return { taps, before: count - 1 - shift, after: length - output + shift, length };
  });
  const sound = found.every(
    ({ taps, before, after }) => taps.length > 0 && before >= 0 && after >= 0,
  );
  return sound ? found : undefined;
}

function phasesOf({
  inputSize,
  outputSize,
  kernel,
  stride,
  padding,
}: Problem): readonly [Phase[], Phase[]] | undefined {
  const [rows, columns] = [0, 1].map((i) =>
    phasesAlong(inputSize[i]!, outputSize[i]!, kernel[i]!, stride[i]!, padding[i]!),
  );
  return rows && columns && [rows, columns];
}

/**
 * For each phase of the stride one convolution of stride 1 over dy with the weight's inputs and outputs
 * exchanged, the phases' rows and columns then interleaved.
 */
export const phases: InputGradForm = {
  name: "phases",
  fits: (problem) => fitsBlocks(problem.outputs, problem.size) && phasesOf(problem) !== undefined,
  pays: () => true,
  emit(context, { dy, weight }, problem, end, convolve) {
    const { emit, layout } = context;
    const { batch, inputs, outputs, inputSize, outputSize, size } = problem;
    const [rows, columns] = phasesOf(problem)!;
    const blocks = filledBlocks(inputs, size) / size;
    const [h, w] = [rows[0]!.length, columns[0]!.length];
    const phase = (row: Phase, column: Phase, only?: "blocks"): Result =>
      convolve(
        { x: dy, kernels: exchangedKernels(context, weight, row.taps, column.taps) },
        {
          batch,
          inputs: outputs,
          outputs: inputs,
          inputSize: outputSize,
          outputSize: [h, w],
          kernel: [row.taps.length, column.taps.length],
          stride: [1, 1],
          padding: [row.before, column.before, row.after, column.after],
          size,
        },
        end,
        only,
      );
    if (rows.length * columns.length === 1) return phase(rows[0]!, columns[0]!);
    const join = (parts: readonly string[], shape: readonly number[], axis: number) => {
      if (parts.length === 1) return parts[0]!;
      const split = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
      return emit.node(
        "Concat",
        parts.map((part) => layout.reshape(part, split)),
        { axis },
      );
    };
    const bands = rows.map((row) => {
      const parts = columns.map((column) => phase(row, column, "blocks").name);
      return join(parts, [batch, blocks, h, w, size], 4);
    });
    const joined = join(bands, [batch, blocks, h, inputSize[1], size], 3);
    return { layout: "blocks", name: layout.reshape(joined, [batch, blocks, ...inputSize, size]) };
  },
};

/** The places `rows` x `columns` of a kernel in this order, its inputs and outputs exchanged. */
function exchangedKernels(
  { emit, layout, transposed }: ConvContext,
  weight: Weight,
  rows: readonly number[],
  columns: readonly number[],
): Kernels {
  const [o = 1, i = 1, kh = 1, kw = 1] = weight.shape;
  const taps = rows.flatMap((p) => columns.map((q) => p * kw + q));
  const gather = (from: string) => emit.node("Gather", [from, emit.int64(taps)], { axis: 2 });
  return {
    plain() {
      const places = gather(layout.reshape(weight.name, [o, i, kh * kw]));
      const exchanged = emit.node("Transpose", [places], { perm: [1, 0, 2] });
      return layout.reshape(exchanged, [i, o, rows.length, columns.length]);
    },
    blocked() {
      const all = transposed.get(weight.name) ?? transposeWeight(emit, layout, weight);
      transposed.set(weight.name, all);
      return gather(all);
    },
  };
}
