/** Winograd's algorithm for a convolution: its matrices. */

import type { Problem } from "../forms/problem.ts";
import { placesInOrder, tileSide } from "../places.ts";
import { type MinimalFiltering, MOST_POINTS, minimalFiltering } from "./minimal-filtering.ts";

/** The algorithm along one axis: with a stride s, a sum over s phases of a filter of stride 1. */
export interface Axis {
  readonly filtering: MinimalFiltering;
  readonly tiles: number;
  /** Outputs of a tile. */
  readonly side: number;
  readonly phases: number;
  /** Places of the kernel in each phase; those of all phases are the kernel's or more, the rest zeros. */
  readonly taps: number;
  /** The place of a tile's first input. */
  start(tile: number, phase: number): number;
}

/** The algorithm along both axes; `undefined` where tiles do not fill the outputs or have too many points. */
export function axesOf(problem: Problem): readonly [Axis, Axis] | undefined {
  const rows = axisOf(problem, 0);
  const columns = axisOf(problem, 1);
  return rows && columns && [rows, columns];
}

function axisOf({ kernel, outputSize, stride, padding }: Problem, i: 0 | 1): Axis | undefined {
  const side = tileSide(outputSize[i]);
  const taps = Math.ceil(kernel[i] / stride[i]);
  if (side === 1 || side + taps - 1 > MOST_POINTS) return undefined;
  return {
    filtering: minimalFiltering(side, taps),
    tiles: outputSize[i] / side,
    side,
    phases: stride[i],
    taps,
    start: (tile, phase) => stride[i] * side * tile + phase - padding[i],
  };
}

/** A matrix in row-major order. */
export interface FlatMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** Fills a matrix from a function of its indices. */
function matrix(rows: number, columns: number, at: (i: number, j: number) => number): FlatMatrix {
  const data = Float32Array.from({ length: rows * columns }, (_, k) =>
    at(Math.floor(k / columns), k % columns),
  );
  return { rows, columns, data };
}

export function transposed({ rows, columns, data }: FlatMatrix): FlatMatrix {
  return matrix(columns, rows, (i, j) => data[j * columns + i]!);
}

/** Splits an index into those of axes of these sizes, the last one innermost. */
function indices(index: number, sizes: readonly number[]): number[] {
  const found: number[] = [];
  let rest = index;
  for (const size of sizes.toReversed()) {
    found.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return found;
}

/** From places to points: rows (tile, tile, point, point, phase, phase), columns the places in their order. */
export function dataMatrix(
  [rows, columns]: readonly [Axis, Axis],
  [height, width]: readonly [number, number],
): FlatMatrix {
  const places = placesInOrder(height, width);
  const [n, k] = [rows.filtering.points, columns.filtering.points];
  const sizes = [rows.tiles, columns.tiles, n, k, rows.phases, columns.phases];
  const count = sizes.reduce((a, b) => a * b, 1);
  return matrix(count, places.length, (i, j) => {
    const [t, u, f, g, p, q] = indices(i, sizes) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const [y, x] = places[j]!;
    return weightOf(rows, t, f, p, y) * weightOf(columns, u, g, q, x);
  });
}

/** The same along one axis: rows (tile, point, phase), columns the places. */
export function axisMatrix(axis: Axis, size: number): FlatMatrix {
  const sizes = [axis.tiles, axis.filtering.points, axis.phases];
  return matrix(axis.tiles * axis.filtering.points * axis.phases, size, (i, place) => {
    const [tile, point, phase] = indices(i, sizes) as [number, number, number];
    return weightOf(axis, tile, point, phase, place);
  });
}

/** What a point takes of a place along one axis. */
function weightOf(axis: Axis, tile: number, point: number, phase: number, place: number): number {
  const offset = place - axis.start(tile, phase);
  return offset % axis.phases === 0 ? (axis.filtering.data[point]![offset / axis.phases] ?? 0) : 0;
}

/** From the kernel's places to points: rows (point, point), columns (tap, tap). */
export function kernelMatrix([rows, columns]: readonly [Axis, Axis]): FlatMatrix {
  return product(rows.filtering.kernel, columns.filtering.kernel);
}

/** From a tile's outputs to points: rows (point, point), columns (output, output). */
export function outputMatrix([rows, columns]: readonly [Axis, Axis]): FlatMatrix {
  return product(rows.filtering.outputs, columns.filtering.outputs);
}

/** The Kronecker product. */
function product(a: MinimalFiltering["data"], b: MinimalFiltering["data"]): FlatMatrix {
  const [k, l] = [a[0]!.length, b[0]!.length];
  return matrix(
    a.length * b.length,
    k * l,
    (i, j) => a[Math.floor(i / b.length)]![Math.floor(j / l)]! * b[i % b.length]![j % l]!,
  );
}
