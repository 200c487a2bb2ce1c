/** A convolution of large images, a few rows of tiles after the others: the tensors at the points stay small. */

import type { Problem } from "../forms/problem.ts";
import { tileSide } from "../places.ts";
import { axesOf } from "./matrices.ts";

/** Rows of the results, and the convolution that they are of the rows of the images that they need. */
export interface Band {
  readonly problem: Problem;
  /** Rows of the images: the first, and that after the last. */
  readonly input: readonly [from: number, to: number];
  /** Rows of the results. */
  readonly output: readonly [from: number, to: number];
}

/**
 * Numbers at the points of the largest tensor at most: 20 MiB. With 10, 20 and 40 MiB the SN-GAN paper's residual
 * network took 3.2, 3.3 and 3.1 s an iteration and 1898, 1924 and 1995 MiB.
 */
const MOST_AT_POINTS = 20 * 2 ** 18;

/** The bands that Winograd's algorithm goes by; one where the images are not large. */
export function bandsOf(problem: Problem): readonly Band[] {
  const [rows, columns] = axesOf(problem)!;
  const { batch, inputs, outputs } = problem;
  const points = rows.filtering.points * columns.filtering.points;
  const channels = Math.max(inputs * rows.phases * columns.phases, outputs);
  const most = MOST_AT_POINTS / (batch * channels * points * columns.tiles);
  // bands must have the tiles of the whole
  const fits = (count: number) =>
    rows.tiles % count === 0 && tileSide(count * rows.side) === rows.side;
  const counts = Array.from({ length: rows.tiles }, (_, i) => rows.tiles - i).filter(fits);
  const height = (counts.find((count) => count <= most) ?? 1) * rows.side;
  return Array.from({ length: problem.outputSize[0] / height }, (_, i) =>
    bandOf(problem, i * height, (i + 1) * height),
  );
}

function bandOf(problem: Problem, from: number, to: number): Band {
  const { inputSize, outputSize, kernel, stride, padding } = problem;
  const [top, left, , right] = padding;
  const first = stride[0] * from - top;
  const end = stride[0] * (to - 1) - top + kernel[0];
  const input = [Math.max(0, first), Math.min(inputSize[0], end)] as const;
  return {
    problem: {
      ...problem,
      inputSize: [input[1] - input[0], inputSize[1]],
      outputSize: [to - from, outputSize[1]],
      padding: [input[0] - first, left, end - input[1], right],
    },
    input,
    output: [from, to],
  };
}
