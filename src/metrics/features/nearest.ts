/** Nearest neighbours, in feature or pixel space. */
import { EvenkeelError } from "../../errors.ts";
import { distanceBlocks, squaredDistance } from "./distances.ts";
import {
  type ComputeOptions,
  checkFeatures,
  checkSameColumns,
  columnMeans,
  type FeatureMatrix,
} from "./matrix.ts";

/** The k nearest reference rows of each query row, nearest first. */
export interface Neighbours {
  /** Numbers of reference rows, `[queries, k]`. */
  readonly indices: Uint32Array;
  /** Euclidean distances, `[queries, k]`. */
  readonly distances: Float64Array;
}

/**
 * The k nearest rows of `reference` for each row of `query` by Euclidean distance; of equally distant ones
 * the first. Distances are exact sums of squared differences in float64: 0 for a copy.
 *
 * Answers whether a generator has memorized: compare the distances from generated images to training
 * images with those from held-out images to training images.
 *
 * @param query `[N, d]`: features, or pixels (a `Uint8Array` will do).
 * @param reference `[M, d]`, M ≥ k.
 * @throws EvenkeelError `SHAPE` for different dimensions or fewer than k reference rows; `CONFIG` for a k
 *   that is no whole number of at least 1; `DATA` for values that are not finite.
 */
export async function nearestNeighbours(
  query: FeatureMatrix,
  reference: FeatureMatrix,
  k: number,
  options: ComputeOptions = {},
): Promise<Neighbours> {
  checkNeighbourCount("nearestNeighbours", k);
  checkFeatures("nearestNeighbours: query", query);
  checkFeatures("nearestNeighbours: reference", reference, k);
  checkSameColumns("nearestNeighbours", query, reference);
  const { indices, squares } = await search(query, reference, k, false, options);
  return { indices, distances: squares.map(Math.sqrt) };
}

/** The squared distance of each row to its k-th nearest other row; the set has more than k rows. */
export async function squaredRadii(
  set: FeatureMatrix,
  k: number,
  options: ComputeOptions,
): Promise<Float64Array> {
  const { squares } = await search(set, set, k, true, options);
  return Float64Array.from({ length: set.rows }, (_, i) => squares[i * k + k - 1]!);
}

/** Refuses a k that is no whole number of at least 1. */
export function checkNeighbourCount(where: string, k: number): void {
  if (Number.isSafeInteger(k) && k >= 1) return;
  throw new EvenkeelError("CONFIG", `${where}: k must be a whole number of at least 1, got ${k}`);
}

async function search(
  query: FeatureMatrix,
  reference: FeatureMatrix,
  k: number,
  skipSelf: boolean,
  { engine, onProgress }: ComputeOptions,
) {
  const indices = new Uint32Array(query.rows * k);
  const squares = new Float64Array(query.rows * k).fill(Number.POSITIVE_INFINITY);
  for await (const block of distanceBlocks(query, reference, columnMeans(reference), engine)) {
    for (let row = 0; row < block.rows; row++) {
      const i = block.firstRow + row;
      const worst = i * k + k - 1;
      for (let column = 0; column < block.columns; column++) {
        const approximate = block.squares[row * block.columns + column]!;
        // most pairs end here: certainly not nearer than what was found
        if (approximate - block.slack(row, column) >= squares[worst]!) continue;
        const j = block.firstColumn + column;
        if (skipSelf && i === j) continue;
        insert(squares, indices, i * k, worst, squaredDistance(query, i, reference, j), j);
      }
    }
    onProgress?.(shareDone(block, query, reference));
  }
  return { indices, squares };
}

/** Puts a distance where it belongs among the sorted ones `first` … `last`, behind equal ones. */
function insert(
  squares: Float64Array,
  indices: Uint32Array,
  first: number,
  last: number,
  square: number,
  index: number,
): void {
  if (square >= squares[last]!) return;
  let at = last;
  for (; at > first && squares[at - 1]! > square; at--) {
    squares[at] = squares[at - 1]!;
    indices[at] = indices[at - 1]!;
  }
  squares[at] = square;
  indices[at] = index;
}

/** The share of all pairs that has been seen after a block. */
export function shareDone(
  block: {
    readonly firstRow: number;
    readonly rows: number;
    readonly firstColumn: number;
    readonly columns: number;
  },
  a: FeatureMatrix,
  b: FeatureMatrix,
): number {
  const whole = block.firstRow * b.rows;
  return (whole + block.rows * (block.firstColumn + block.columns)) / (a.rows * b.rows);
}
