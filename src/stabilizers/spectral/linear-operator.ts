/** What a weight stands for: linear operators between tensors, whose spectral norms methods divide by. */
import { type Builder, product, type Shape, sizeOf, type Value } from "../../graph/index.ts";
import type { ConvolutionPlace, ParameterSpec } from "../../nn/index.ts";

/** A linear operator A and its adjoint Aᵀ, differentiable in the weight that they are made of. */
export interface LinearOperator {
  /** The shape of left singular vectors, that is of Av. */
  readonly left: Shape;
  /** The shape of right singular vectors, that is of Aᵀu. */
  readonly right: Shape;
  /** Av */
  apply(v: Value): Value;
  /** Aᵀu */
  adjoint(u: Value): Value;
}

/** The product with a matrix `[rows, columns]`: of columns `[columns, 1]`. */
export function matrixOperator(g: Builder, matrix: Value): LinearOperator {
  const [rows = 1, columns = 1] = matrix.shape;
  return {
    left: [rows, 1],
    right: [columns, 1],
    apply: (v) => product(g, matrix, v),
    adjoint: (u) => g.matmul(matrix, u, { transposeA: true, transposeB: false }),
  };
}

/** Shapes of a layer's result and of what it is applied to, for one example. */
export interface ConvolutionShapes {
  /** `[1, channels, H', W']` */
  readonly left: Shape;
  /** `[1, channels, H, W]` */
  readonly right: Shape;
}

/** The shapes between which a convolution maps, from its weight's shape and its place. */
export function convolutionShapes(weight: Shape, place: ConvolutionPlace): ConvolutionShapes {
  const [first = 1, second = 1, ...kernel] = weight;
  const { inputSize, stride, padding, transposed } = place;
  const outputSize = inputSize.map((n, i) => {
    const size = kernel[i] ?? 1;
    return transposed
      ? (n - 1) * stride - 2 * padding + size
      : Math.floor((n + 2 * padding - size) / stride) + 1;
  });
  const [inputs, outputs] = transposed ? [first, second] : [second, first];
  return { left: [1, outputs, ...outputSize], right: [1, inputs, ...inputSize] };
}

/**
 * A layer's convolution at its real input size, stride and padding, of one image `[1, C, H, W]`, without
 * the bias. A transposed convolution is the adjoint of the convolution from its output's size.
 *
 * @param weight float32 `[out, in, kH, kW]`, of a transposed convolution `[in, out, kH, kW]`.
 */
export function convolutionOperator(
  g: Builder,
  weight: Value,
  place: ConvolutionPlace,
): LinearOperator {
  const { stride, padding, transposed } = place;
  const shapes = convolutionShapes(weight.shape, place);
  const [, , height = 1, width = 1] = transposed ? shapes.left : shapes.right;
  const geometry = {
    stride: [stride, stride],
    padding: [padding, padding, padding, padding],
  } as const;
  const ahead = (x: Value) => g.conv(x, weight, geometry);
  const back = (y: Value) =>
    g.convInputGrad(y, weight, { ...geometry, inputSize: [height, width] });
  return transposed
    ? { ...shapes, apply: back, adjoint: ahead }
    : { ...shapes, apply: ahead, adjoint: back };
}

/** The axis of a layer's outputs, or of its inputs, in its weight: a transposed convolution has inputs first. */
export function weightAxis({ convolution }: ParameterSpec, of: "outputs" | "inputs"): 0 | 1 {
  return (of === "outputs") === (convolution?.transposed === true) ? 1 : 0;
}

/** A weight as a matrix whose rows are the given axis. */
export function asMatrix(g: Builder, weight: Value, axis: 0 | 1): Value {
  const shape = matrixShape(weight.shape, axis);
  if (axis === 0) return g.reshape(weight, { shape });
  const permutation = weight.shape.map((_, i) => (i < 2 ? 1 - i : i));
  return g.reshape(g.transpose(weight, { permutation }), { shape });
}

/** `[rows, columns]` of {@link asMatrix}. */
export function matrixShape(weight: Shape, axis: 0 | 1): readonly [number, number] {
  const rows = weight[axis] ?? 1;
  return [rows, sizeOf(weight) / rows];
}
