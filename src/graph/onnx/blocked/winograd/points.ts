/** Winograd's transforms: of images, their gradients and kernels to the algorithm's points and back. */

import type { ConvContext } from "../convolution.ts";
import type { Problem } from "../forms/problem.ts";
import { tileSide } from "../places.ts";
import { blockWeight, transposeWeight, type Weight } from "../weights.ts";
import {
  type Axis,
  axisMatrix,
  dataMatrix,
  type FlatMatrix,
  kernelMatrix,
  outputMatrix,
  transposed,
} from "./matrices.ts";

/** A convolution and its algorithm. */
export interface Winograd extends ConvContext {
  readonly problem: Problem;
  readonly axes: readonly [Axis, Axis];
  /**
   * Axes of 1 before those of what is computed on the way. The engine keeps a tensor's memory for the next one
   * of the same shape, however much later that comes, such as a gradient's. Different numbers keep the large
   * tensors of different convolutions apart.
   */
  readonly apart: number;
  /** Whether x comes row after row instead of tile after tile. */
  readonly byRows: boolean;
}

/** Products along both axes, tiles, phases and places. */
export function counts({ axes: [rows, columns], problem }: Winograd) {
  return {
    points: rows.filtering.points * columns.filtering.points,
    tiles: rows.tiles * columns.tiles,
    phases: rows.phases * columns.phases,
    side: rows.side * columns.side,
    input: problem.inputSize[0] * problem.inputSize[1],
  };
}

/**
 * Up to so many elements T is one matrix over all places; above, one along the rows and one along the
 * columns with reorderings between are faster. Measured: at 8 x 8 places (9216 elements) 1.8 ms against
 * 3.9, at 16 x 16 (147456) 16 against 5.5.
 */
const MOST_AT_ONCE = 16384;

/** Whether T is one matrix. */
function isWhole(form: Winograd): boolean {
  const { points, tiles, phases, input } = counts(form);
  return !form.byRows && points * tiles * phases * input <= MOST_AT_ONCE;
}

/** The axes of the points, tiles and phases when rows and columns are transformed one after the other. */
function separateAxes({ axes: [rows, columns] }: Winograd): readonly number[] {
  return [rows, columns].flatMap(({ tiles, filtering, phases }) => [
    tiles,
    filtering.points,
    phases,
  ]);
}

/** From places of the images, tile after tile, to row after row `[H, W·C·N]`. */
export function placesToRows(form: Winograd, places: string): string {
  const { inputs, batch, inputSize } = form.problem;
  const [height, width] = inputSize;
  const [rows, columns] = [tileSide(height), tileSide(width)];
  if (columns === width) return places;
  const tiles = [height / rows, width / columns, rows, columns * inputs * batch];
  return transpose(form, places, tiles, [0, 2, 1, 3]);
}

/** The reverse of {@link placesToRows}. */
function rowsToPlaces(form: Winograd, images: string): string {
  const { inputs, batch, inputSize } = form.problem;
  const [height, width] = inputSize;
  const [rows, columns] = [tileSide(height), tileSide(width)];
  if (columns === width) return images;
  const tiles = [height / rows, rows, width / columns, columns * inputs * batch];
  return transpose(form, images, tiles, [0, 2, 1, 3]);
}

/** Rows of a matrix of this shape. */
export function slice(
  form: Winograd,
  x: string,
  shape: readonly number[],
  [from, to]: readonly [number, number],
): string {
  const { emit, layout } = form;
  const ends = [[from], [to], [form.apart]].map((each) => emit.int64(each));
  return emit.node("Slice", [layout.reshape(x, apart(form, shape)), ...ends]);
}

/** T x: `[tiles, points, phases, C·N]`. */
export function dataAtPoints(form: Winograd, x: string): string {
  const { problem } = form;
  const { batch, inputs: channels, inputSize } = problem;
  const [height, width] = inputSize;
  const rest = channels * batch;
  return once(form, x, "data", () => {
    if (isWhole(form)) return multiply(form, "T", x, [height * width, rest]);
    const images = form.byRows ? x : placesToRows(form, x);
    const axes = separateAxes(form);
    const [t, f, p] = axes as [number, number, number];
    const rows = multiply(form, "T rows", images, [height, width * rest]);
    const both = multiply(form, "T columns", rows, [t * f * p, width, rest]);
    return transpose(form, both, [...axes, rest], [0, 3, 1, 4, 2, 5, 6]);
  });
}

/** Tᵀ: from `[tiles, points, phases, C·N]` to places. */
export function fromDataPoints(form: Winograd, products: string): string {
  const { problem, layout } = form;
  const { points, tiles, phases } = counts(form);
  const { batch, inputs: channels, inputSize } = problem;
  const [height, width] = inputSize;
  const rest = channels * batch;
  const shape = [height * width, channels / layout.size, batch, layout.size];
  if (isWhole(form)) {
    const whole = multiply(form, "Tᵀ", products, [tiles * points * phases, rest]);
    return layout.reshape(whole, shape);
  }
  const [t, f, p, u, g, q] = separateAxes(form) as [number, number, number, number, number, number];
  const both = transpose(form, products, [t, u, f, g, p, q, rest], [0, 2, 4, 1, 3, 5, 6]);
  const rows = multiply(form, "T columnsᵀ", both, [t * f * p, u * g * q, rest]);
  const images = multiply(form, "T rowsᵀ", rows, [t * f * p, width * rest]);
  return layout.reshape(rowsToPlaces(form, images), shape);
}

/** A dy: `[tiles, points, O·N]`. */
export function outputsAtPoints(form: Winograd, dy: string): string {
  const { problem } = form;
  const { tiles, side } = counts(form);
  return once(form, dy, "outputs", () =>
    multiply(form, "A", dy, [tiles, side, problem.outputs * problem.batch]),
  );
}

/** Aᵀ: `[tiles, points·O, N, 1]` in blocks to places. */
export function fromOutputPoints(form: Winograd, products: string): string {
  const { problem, layout } = form;
  const { points, tiles, side } = counts(form);
  const { batch, outputs } = problem;
  const y = multiply(form, "Aᵀ", products, [tiles, points, outputs * batch]);
  return layout.reshape(y, [tiles * side, outputs / layout.size, batch, layout.size]);
}

/**
 * G w for the products at each point: in groups of outputs `[O/b, P·C/b, b, b]`, or exchanged
 * `[P·C/b, O/b, b, b]`, P the phases.
 */
export function kernelAtPoints(form: Winograd, weight: Weight, exchanged: boolean): string {
  const { emit, layout, axes, problem } = form;
  const { size, reshape } = layout;
  const { points, phases } = counts(form);
  const { inputs: channels, outputs, kernel } = problem;
  const [rows, columns] = axes;
  const [height, width] = [rows.taps * rows.phases, columns.taps * columns.phases];
  const make = () => {
    const whole: Weight =
      height === kernel[0] && width === kernel[1]
        ? weight
        : {
            name: emit.node("Pad", [
              weight.name,
              emit.int64([0, 0, 0, 0, 0, 0, height - kernel[0], width - kernel[1]]),
            ]),
            shape: [outputs, channels, height, width],
          };
    const blocks = exchanged
      ? transposeWeight(emit, layout, whole)
      : blockWeight(emit, layout, whole);
    const [o, c] = [outputs / size, channels / size];
    const places = [rows.taps, rows.phases, columns.taps, columns.phases, size * size];
    const ordered = exchanged
      ? transpose(form, blocks, [c, o, ...places], [2, 4, 3, 5, 0, 1, 6])
      : transpose(form, blocks, [o, c, ...places], [2, 4, 0, 3, 5, 1, 6]);
    const kernels = multiply(form, "G", ordered, [
      rows.taps * columns.taps,
      outputs * channels * phases,
    ]);
    return reshape(
      kernels,
      exchanged
        ? [points * phases * channels, outputs, 1, 1]
        : [points * outputs, phases * channels, 1, 1],
    );
  };
  const what = exchanged ? "exchanged kernel" : "kernel";
  return once(form, weight.name, what, make, filterOf(form));
}

/** Gᵀ: from `[points, rest]` to the taps `[taps, taps, rest]`. */
export function fromKernelPoints(form: Winograd, products: string, rest: number): string {
  return multiply(form, "Gᵀ", products, [counts(form).points, rest]);
}

/** The matrices by their names. */
const matrices = {
  T: ({ axes, problem }) => dataMatrix(axes, problem.inputSize),
  Tᵀ: ({ axes, problem }) => transposed(dataMatrix(axes, problem.inputSize)),
  "T rows": ({ axes, problem }) => axisMatrix(axes[0], problem.inputSize[0]),
  "T rowsᵀ": ({ axes, problem }) => transposed(axisMatrix(axes[0], problem.inputSize[0])),
  "T columns": ({ axes, problem }) => axisMatrix(axes[1], problem.inputSize[1]),
  "T columnsᵀ": ({ axes, problem }) => transposed(axisMatrix(axes[1], problem.inputSize[1])),
  G: ({ axes }) => kernelMatrix(axes),
  Gᵀ: ({ axes }) => transposed(kernelMatrix(axes)),
  A: ({ axes }) => outputMatrix(axes),
  Aᵀ: ({ axes }) => transposed(outputMatrix(axes)),
} as const satisfies Readonly<Record<string, (form: Winograd) => FlatMatrix>>;

/** The matrix times x, of this shape. */
function multiply(
  form: Winograd,
  name: keyof typeof matrices,
  x: string,
  shape: readonly number[],
): string {
  const { emit, layout } = form;
  const constant = once(form, "", name, () => {
    const { rows, columns, data } = matrices[name](form);
    return emit.floats(data, [rows, columns]);
  });
  return emit.node("MatMul", [constant, layout.reshape(x, apart(form, shape))]);
}

/** x, of this shape, with its axes in another order. */
export function transpose(
  form: Winograd,
  x: string,
  shape: readonly number[],
  permutation: readonly number[],
): string {
  const before = Array.from({ length: form.apart }, (_, i) => i);
  return form.emit.node("Transpose", [form.layout.reshape(x, apart(form, shape))], {
    perm: [...before, ...permutation.map((axis) => form.apart + axis)],
  });
}

function apart(form: Winograd, shape: readonly number[]): number[] {
  return [...Array<number>(form.apart).fill(1), ...shape];
}

/** The node that `make` emits, once for each source, and each algorithm or, of kernels, each filter. */
function once(
  form: Winograd,
  source: string,
  what: string,
  make: () => string,
  of: readonly unknown[] = geometryOf(form),
): string {
  const key = JSON.stringify([source, what, ...of]);
  const before = form.atPoints.get(key);
  if (before !== undefined) return before;
  const made = make();
  form.atPoints.set(key, made);
  return made;
}

function geometryOf({ problem }: Winograd): readonly unknown[] {
  const { kernel, stride, padding, inputSize, outputSize } = problem;
  return [kernel, stride, padding, inputSize, outputSize];
}

function filterOf({ problem, axes: [rows, columns] }: Winograd): readonly unknown[] {
  return [problem.kernel, problem.stride, rows.side, columns.side];
}
