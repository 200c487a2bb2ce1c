/** The phases of a stride: the gradient to the input as convolutions of stride 1 over dy. */
import type { ConvContext } from "../convolution.ts";
import { transposeWeight, type Weight } from "../weights.ts";
import type { Kernels } from "./form.ts";
import type { Problem } from "./problem.ts";

/** One phase along an axis: the rows q, q + stride, … of the gradient. */
export interface Phase {
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

/** The phases along both axes, or `undefined` if some are none. */
export function phasesOf({
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

/** The convolution over dy that gives one phase of the gradient. */
export function phaseProblem(problem: Problem, row: Phase, column: Phase): Problem {
  const { batch, inputs, outputs, outputSize, size } = problem;
  return {
    batch,
    inputs: outputs,
    outputs: inputs,
    inputSize: outputSize,
    outputSize: [row.length, column.length],
    kernel: [row.taps.length, column.taps.length],
    stride: [1, 1],
    padding: [row.before, column.before, row.after, column.after],
    size,
  };
}

/** The weight of such a convolution: its places in this order, inputs and outputs exchanged. */
export function exchangedKernels(
  { emit, layout, transposed }: ConvContext,
  weight: Weight,
  { taps: rows }: Phase,
  { taps: columns }: Phase,
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

/** Joins parts of this shape, equally many along a new axis before `axis`, that become one with the next. */
export function interleaved(
  { emit, layout }: ConvContext,
  parts: readonly string[],
  shape: readonly number[],
  axis: number,
): string {
  if (parts.length === 1) return parts[0]!;
  const split = [...shape.slice(0, axis), 1, ...shape.slice(axis)];
  return emit.node(
    "Concat",
    parts.map((part) => layout.reshape(part, split)),
    { axis },
  );
}
