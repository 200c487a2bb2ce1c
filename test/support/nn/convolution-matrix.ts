/** Convolutions written out as matrices, in plain loops. */
import { Matrix } from "ml-matrix";
import type { ConvolutionPlace } from "../../../src/nn/index.ts";

/** A convolution of a weight of this shape. */
export interface Convolution extends ConvolutionPlace {
  readonly shape: readonly number[];
}

/**
 * Strides 1, 2, 3 and paddings 0, 1, 2 with kernels and images of odd and even size, square or not,
 * transposed or not; those without a result left out.
 */
export const convolutions: readonly Convolution[] = [false, true].flatMap((transposed) =>
  [1, 2, 3].flatMap((stride) =>
    [0, 1, 2].flatMap((padding) =>
      [
        [3, 2, 1, 1],
        [2, 3, 3, 3],
        [3, 2, 4, 4],
        [2, 2, 2, 3],
      ].flatMap((shape) =>
        (
          [
            [5, 5],
            [4, 6],
            [7, 4],
          ] as const
        )
          .map((inputSize) => ({ shape, inputSize, stride, padding, transposed }))
          // a transposed convolution cuts its result by the padding: at least one pixel is left
          .filter(
            ({ inputSize }) =>
              !transposed ||
              inputSize.every((n, i) => (n - 1) * stride + (shape[2 + i] ?? 1) > 2 * padding),
          ),
      ),
    ),
  ),
);

/**
 * The matrix of a layer's convolution, from an image `[in, H, W]` to one `[out, H', W']`, both in row-major
 * order: element (o, i, j), (c, y, x) is the weight that the input's pixel has in the output's.
 *
 * @param shape `[out, in, kH, kW]`, of a transposed convolution `[in, out, kH, kW]`.
 */
export function convolutionMatrix(
  shape: readonly number[],
  weight: ArrayLike<number>,
  { inputSize, stride, padding, transposed }: ConvolutionPlace,
): Matrix {
  const [first = 0, second = 0, kernelHeight = 0, kernelWidth = 0] = shape;
  // the larger image has the kernel's place (p, q) at stride·(place in the smaller) + (p, q) − padding
  const [height, width] = inputSize;
  const [small, large] = transposed
    ? [
        [height, width],
        [
          (height - 1) * stride - 2 * padding + kernelHeight,
          (width - 1) * stride - 2 * padding + kernelWidth,
        ],
      ]
    : [
        [
          1 + Math.floor((height + 2 * padding - kernelHeight) / stride),
          1 + Math.floor((width + 2 * padding - kernelWidth) / stride),
        ],
        [height, width],
      ];
  const [rows = 0, columns = 0] = small;
  const [largeRows = 0, largeColumns = 0] = large;
  const matrix = Matrix.zeros(first * rows * columns, second * largeRows * largeColumns);
  for (let a = 0; a < first; a++) {
    for (let b = 0; b < second; b++) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          for (let p = 0; p < kernelHeight; p++) {
            for (let q = 0; q < kernelWidth; q++) {
              const [y, x] = [i * stride + p - padding, j * stride + q - padding];
              if (y < 0 || y >= largeRows || x < 0 || x >= largeColumns) continue;
              matrix.set(
                (a * rows + i) * columns + j,
                (b * largeRows + y) * largeColumns + x,
                weight[((a * second + b) * kernelHeight + p) * kernelWidth + q]!,
              );
            }
          }
        }
      }
    }
  }
  return transposed ? matrix.transpose() : matrix;
}
