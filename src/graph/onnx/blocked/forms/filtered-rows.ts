/** Convolutions by minimal filtering along the rows: what the forms that use it share. */
import { type ConvContext, type ConvEnd, convNode } from "../convolution.ts";
import type { Kernels, Operand } from "./form.ts";
import { minimalFilter } from "./minimal-filter.ts";
import type { Problem } from "./problem.ts";
import { rowPlane } from "./row-planes.ts";

/** F(4, 3) at the small points, whose powers amplify rounding least. */
export const rowFilter = {
  results: 4,
  taps: 3,
  ...minimalFilter(4, 3, [0, 1, -1, 2, -2]),
} as const;

/**
 * Whether a convolution can be had by the filter: of stride 1 along the rows, its kernel's rows the filter's
 * taps, the rows of the result whole tiles; channels fill blocks.
 */
export function fitsRows({ inputs, outputs, kernel, stride, outputSize, size }: Problem): boolean {
  return (
    kernel[0] === rowFilter.taps &&
    stride[0] === 1 &&
    outputSize[0] % rowFilter.results === 0 &&
    inputs % size === 0 &&
    outputs % size === 0
  );
}

/** What of x `[N, C, H, W]`, in blocks, each product takes: blocks of `[N, C, tiles, W]`, in that shape. */
export function dataPlanes(
  context: ConvContext,
  x: string,
  { batch, inputs, inputSize, outputSize, padding }: Problem,
): string[] {
  const shape = [batch, inputs, ...inputSize];
  const images = context.layout.reshape(x, shape);
  const tiles = outputSize[0] / rowFilter.results;
  return rowFilter.data.map((row) =>
    rowPlane(context, images, shape, row, {
      first: -padding[0],
      distance: rowFilter.results,
      tiles,
    }),
  );
}

/**
 * The convolution's rows by their place in a tile: for each of the filter's results blocks of
 * `[N, O, tiles, W']`, in that shape.
 */
export function filteredRows(
  context: ConvContext,
  x: Operand,
  kernels: Kernels,
  problem: Problem,
  { bias, activation }: ConvEnd,
): string[] {
  const { emit, layout } = context;
  const { inputs, outputs, kernel, stride, padding, size } = problem;
  const { filter, results } = rowFilter;
  const planes = dataPlanes(context, x.blocked(), problem);
  const pairs = (outputs * inputs) / size ** 2;
  const parts = emit.node("MatMul", [
    emit.floats(filter.flat(), [filter.length, kernel[0]]),
    layout.reshape(kernels.blocked(), [pairs, kernel[0], kernel[1] * size ** 2]),
  ]);
  const last = { bias: bias?.name, activation };
  const product = (p: number, added?: string, end: Partial<typeof last> = {}): string => {
    const part = emit.node("Gather", [parts, emit.int64([p])], { axis: 1 });
    const weight = layout.reshape(part, [outputs, inputs, 1, kernel[1]]);
    return convNode(
      emit,
      { x: planes[p]!, kernels: weight, bias: end.bias, added },
      {
        kernel_shape: [1, kernel[1]],
        strides: [1, stride[1]],
        pads: [0, padding[1], 0, padding[3]],
        dilations: [1, 1],
        group: 1,
      },
      end.activation,
    );
  };
  const scaled = (x: string, scale: number, added: string, end: Partial<typeof last>): string =>
    convNode(
      emit,
      {
        x,
        kernels: emit.node("Expand", [emit.float(scale), emit.int64([outputs, 1, 1, 1])]),
        bias: end.bias,
        added,
      },
      { kernel_shape: [1, 1], group: outputs },
      end.activation,
    );
  const { even, odd } = pointSums(context, (p) => product(p));
  return Array.from({ length: results }, (_, k) => {
    const [base, ...others] = k % 2 === 0 ? even : odd;
    const isFirst = k === 0;
    const isLast = k === results - 1;
    const sum = others.reduce((x, { size: a, name }, i) => {
      if (isFirst) return emit.node("Add", [x, name]);
      return scaled(name, a ** k, x, !isLast && i === others.length - 1 ? last : {});
    }, base!.name);
    if (isFirst) return product(0, sum, last);
    return isLast ? product(filter.length - 1, sum, last) : sum;
  });
}

/** A sum of the products at points of this size. */
interface PointSum {
  readonly size: number;
  readonly name: string;
}

/**
 * The products at the points but 0 and ∞: at a and −a their sum for even powers, their difference for odd
 * ones, in the order of the points, 1 first.
 */
function pointSums(
  { emit }: ConvContext,
  product: (p: number) => string,
): { readonly even: PointSum[]; readonly odd: PointSum[] } {
  const { points } = rowFilter;
  const found = points.flatMap((a, p) => {
    if (a <= 0) return [];
    const name = product(p);
    const other = product(points.indexOf(-a));
    return [
      { size: a, even: emit.node("Add", [name, other]), odd: emit.node("Sub", [name, other]) },
    ];
  });
  return {
    even: found.map(({ size, even }) => ({ size, name: even })),
    odd: found.map(({ size, odd }) => ({ size, name: odd })),
  };
}
