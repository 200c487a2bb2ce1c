/** The norm of a layer's convolution itself, at its real size, stride and padding. */
import { sizeOf } from "../../graph/index.ts";
import type { ParameterSpec } from "../../nn/index.ts";
import { createProgram, type HostTensor, type Runtime } from "../../runtime/index.ts";
import { convolutionOperator } from "../../stabilizers/spectral/index.ts";
import { type EigenvalueOptions, largestEigenvalue } from "./lanczos.ts";

/** A layer's operator norm. */
export interface OperatorNorm {
  /** Never above the true one but for float32 rounding, 1e-6. */
  readonly sigma: number;
  /** A singular value lies within this share of `sigma`; 0 where it is exact. */
  readonly residual: number;
}

/**
 * The largest singular value of the convolution A of a weight as a linear map from images `[in, H, W]` to
 * `[out, H', W']`, zeros around: √λ₁(AᵀA) by {@link largestEigenvalue}, products on the engine in float32.
 * It is at most √p·σ(Ŵ_out), p the most patches that a pixel belongs to, and, where one patch lies wholly
 * within the image, at least σ(Ŵ_out).
 *
 * @param spec of a convolution, transposed or not.
 * @throws EvenkeelError `ENGINE` when the engine fails.
 * @see Gouk et al. 2021, section 3.2; Lin et al. 2021 for SN_conv.
 */
export async function operatorNorm(
  runtime: Runtime,
  weight: HostTensor,
  place: NonNullable<ParameterSpec["convolution"]>,
  options: EigenvalueOptions = {},
): Promise<OperatorNorm> {
  const program = createProgram("convolution and its adjoint");
  const { g } = program;
  const given = program.feed("weight", { dtype: "float32", shape: weight.shape });
  const { right, apply, adjoint } = convolutionOperator(g, given, place);
  const v = program.feed("v", { dtype: "float32", shape: right });
  program.result("product", adjoint(apply(v)));
  const executable = await runtime.compile(program.build());
  try {
    const { value, residual } = await largestEigenvalue(
      async (x) => (await executable.run({ weight: weight.data, v: x })).product!,
      sizeOf(right),
      options,
    );
    // of the root the share is half of that of the square
    return { sigma: Math.sqrt(Math.max(value, 0)), residual: residual / 2 };
  } finally {
    await executable.release();
  }
}

/**
 * The most patches of a convolution that one pixel of its larger image belongs to,
 * ⌈kH/stride⌉·⌈kW/stride⌉ ≤ kH·kW; 1 of a dense layer.
 */
export function patchesOf({ shape, convolution }: Pick<ParameterSpec, "shape" | "convolution">) {
  if (convolution === undefined) return 1;
  const [, , height = 1, width = 1] = shape;
  const { stride } = convolution;
  return Math.ceil(height / stride) * Math.ceil(width / stride);
}
