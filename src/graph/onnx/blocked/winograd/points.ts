/** Winograd's transforms: of images, their gradients and kernels to the algorithm's points and back. */

import type { Emitter } from "../../emitter.ts";
import type { LayoutNodes } from "../layout.ts";
import { placesToRows, rowsToPlaces } from "../places.ts";
import { blockWeight, transposeWeight, type Weight } from "../weights.ts";
import {
  type Axis,
  axisMatrix,
  type Convolution,
  dataMatrix,
  type FlatMatrix,
  kernelMatrix,
  outputMatrix,
  transposed,
} from "./problem.ts";

/** What emitting needs. */
export interface WinogradContext {
  readonly emit: Emitter;
  readonly layout: LayoutNodes;
  /** What has been brought to points, by the node and the matrix. */
  readonly atPoints: Map<string, string>;
}

/** A convolution and its algorithm. */
export interface Winograd extends WinogradContext {
  readonly problem: Convolution;
  readonly axes: readonly [Axis, Axis];
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
  return points * tiles * phases * input <= MOST_AT_ONCE;
}

/** The axes of the points, tiles and phases when rows and columns are transformed one after the other. */
function separateAxes({ axes: [rows, columns] }: Winograd): readonly number[] {
  return [rows, columns].flatMap(({ tiles, filtering, phases }) => [
    tiles,
    filtering.points,
    phases,
  ]);
}

/** T x: `[tiles, points, phases, C·N]`. */
export function dataAtPoints(form: Winograd, x: string): string {
  const { problem, layout, emit } = form;
  const { batch, channels, inputSize } = problem;
  const [height, width] = inputSize;
  const rest = channels * batch;
  return once(form, x, "data", () => {
    if (isWhole(form)) return multiply(form, "T", layout.reshape(x, [height * width, rest]));
    const images = layout.reshape(placesToRows(emit, layout, x, inputSize, rest), [
      height,
      width * rest,
    ]);
    const axes = separateAxes(form);
    const [t, f, p] = axes as [number, number, number];
    const rows = layout.reshape(multiply(form, "T rows", images), [t * f * p, width, rest]);
    const both = layout.reshape(multiply(form, "T columns", rows), [...axes, rest]);
    return emit.node("Transpose", [both], { perm: [0, 3, 1, 4, 2, 5, 6] });
  });
}

/** Tᵀ: from `[tiles, points, phases, C·N]` to places. */
export function fromDataPoints(form: Winograd, products: string): string {
  const { problem, layout, emit } = form;
  const { points, tiles, phases } = counts(form);
  const { batch, channels, inputSize } = problem;
  const [height, width] = inputSize;
  const rest = channels * batch;
  const shape = [height * width, channels / layout.size, batch, layout.size];
  if (isWhole(form)) {
    const whole = layout.reshape(products, [tiles * points * phases, rest]);
    return layout.reshape(multiply(form, "Tᵀ", whole), shape);
  }
  const [t, f, p, u, g, q] = separateAxes(form) as [number, number, number, number, number, number];
  const apart = layout.reshape(products, [t, u, f, g, p, q, rest]);
  const both = emit.node("Transpose", [apart], { perm: [0, 2, 4, 1, 3, 5, 6] });
  const rows = multiply(form, "T columnsᵀ", layout.reshape(both, [t * f * p, u * g * q, rest]));
  const images = multiply(form, "T rowsᵀ", layout.reshape(rows, [t * f * p, width * rest]));
  return layout.reshape(rowsToPlaces(emit, layout, images, inputSize, rest), shape);
}

/** A dy: `[tiles, points, O·N]`. */
export function outputsAtPoints(form: Winograd, dy: string): string {
  const { problem, layout } = form;
  const { tiles, side } = counts(form);
  return once(form, dy, "outputs", () =>
    multiply(form, "A", layout.reshape(dy, [tiles, side, problem.outputs * problem.batch])),
  );
}

/** Aᵀ: `[tiles, points·O, N, 1]` in blocks to places. */
export function fromOutputPoints(form: Winograd, products: string): string {
  const { problem, layout } = form;
  const { points, tiles, side } = counts(form);
  const { batch, outputs } = problem;
  const y = multiply(form, "Aᵀ", layout.reshape(products, [tiles, points, outputs * batch]));
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
  const { channels, outputs, kernel } = problem;
  const [rows, columns] = axes;
  const [height, width] = [rows.taps * rows.phases, columns.taps * columns.phases];
  return once(form, weight.name, exchanged ? "exchanged kernel" : "kernel", () => {
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
      ? emit.node("Transpose", [reshape(blocks, [c, o, ...places])], {
          perm: [2, 4, 3, 5, 0, 1, 6],
        })
      : emit.node("Transpose", [reshape(blocks, [o, c, ...places])], {
          perm: [2, 4, 0, 3, 5, 1, 6],
        });
    const kernels = multiply(
      form,
      "G",
      reshape(ordered, [rows.taps * columns.taps, outputs * channels * phases]),
    );
    return reshape(
      kernels,
      exchanged
        ? [points * phases * channels, outputs, 1, 1]
        : [points * outputs, phases * channels, 1, 1],
    );
  });
}

/** Gᵀ: from `[points, K]` to the taps `[taps, taps, K]`. */
export function fromKernelPoints(form: Winograd, products: string): string {
  return multiply(form, "Gᵀ", products);
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

/** The matrix times x. */
function multiply(form: Winograd, name: keyof typeof matrices, x: string): string {
  const constant = once(form, "", name, () => {
    const { rows, columns, data } = matrices[name](form);
    return form.emit.floats(data, [rows, columns]);
  });
  return form.emit.node("MatMul", [constant, x]);
}

/** The node that `make` emits, once for each source and algorithm. */
function once(form: Winograd, source: string, what: string, make: () => string): string {
  const { kernel, stride, padding, inputSize, outputSize } = form.problem;
  const key = JSON.stringify([source, what, kernel, stride, padding, inputSize, outputSize]);
  const before = form.atPoints.get(key);
  if (before !== undefined) return before;
  const made = make();
  form.atPoints.set(key, made);
  return made;
}
