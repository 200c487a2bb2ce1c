/**
 * Convolutions beside a change of resolution by two, as residual blocks have them, without the larger
 * images in between: the kernel takes the resampling in, and is one longer with a stride of two. Of
 * a 3x3 kernel's products 4/9 are left, in the gradients too. Results differ by rounding only.
 */
import { EvenkeelError } from "../../errors.ts";
import type { ConvGeometry } from "../signatures.ts";
import type { Builder, Value } from "../types.ts";
import { averagePool, upsampleNearest } from "./spatial.ts";

/**
 * The convolution, with stride 1, of images upsampled by two to their nearest neighbours:
 * `conv(upsampleNearest(x, 2), weight)`. x `[N, C, H, W]`, weight `[O, C, k, k]`, to
 * `[N, O, 2H + 2·padding − k + 1, …]`.
 *
 * @param padding zeros on all sides of the upsampled images, 0 … k − 1.
 * @throws EvenkeelError `SHAPE` for a kernel that is not square and for other paddings.
 */
export function convUpsampled(g: Builder, x: Value, weight: Value, padding: number): Value {
  const k = squareKernel("convUpsampled", weight, padding);
  if (k === 1) return upsampleNearest(g, g.conv(x, weight, geometry(1, 0)), 2);
  // place s of the transposed convolution reaches the output with the kernel's places k − 1 − s and k − s
  const longer = lengthen(g, weight, (s, t) => (t === k - 1 - s || t === k - s ? 1 : 0));
  const [, , h = 0, w = 0] = x.shape;
  return g.convInputGrad(x, g.transpose(longer, { permutation: [1, 0, 2, 3] }), {
    ...geometry(2, k - 1 - padding),
    inputSize: [2 * h + 2 * padding - k + 1, 2 * w + 2 * padding - k + 1],
  });
}

/**
 * The averages over 2x2 of a convolution with stride 1: `averagePool(conv(x, weight))` with windows and
 * steps of two. x `[N, C, H, W]`, weight `[O, C, k, k]`, to `[N, O, ⌊(H + 2·padding − k + 1)/2⌋, …]`.
 *
 * @param padding zeros on all sides of the images, 0 … k − 1.
 * @throws EvenkeelError `SHAPE` for a kernel that is not square and for other paddings.
 */
export function convAveraged(g: Builder, x: Value, weight: Value, padding: number): Value {
  const k = squareKernel("convAveraged", weight, padding);
  if (k === 1) {
    const halved = averagePool(g, x, { size: [2, 2], stride: [2, 2] });
    return g.conv(halved, weight, geometry(1, 0));
  }
  const longer = lengthen(g, weight, (s, t) => (t === s || t === s - 1 ? 1 / 2 : 0));
  return g.conv(x, longer, geometry(2, padding));
}

/** `[O, C, k, k]` to `[O, C, k + 1, k + 1]`: along both axes place s is Σ_t share(s, t)·w_t. */
function lengthen(g: Builder, weight: Value, share: (s: number, t: number) => number): Value {
  const [o = 1, c = 1, k = 1] = weight.shape;
  const [from, to] = [k * k, (k + 1) ** 2];
  const shares = Array.from({ length: from * to }, (_, i) => {
    const [place, longer] = [Math.floor(i / to), i % to];
    const [t, u] = [Math.floor(place / k), place % k];
    return share(Math.floor(longer / (k + 1)), t) * share(longer % (k + 1), u);
  });
  const kernels = g.reshape(weight, { shape: [o * c, from] });
  const longer = g.matmul(kernels, g.constant(shares, [from, to]), {
    transposeA: false,
    transposeB: false,
  });
  return g.reshape(longer, { shape: [o, c, k + 1, k + 1] });
}

function squareKernel(what: string, weight: Value, padding: number): number {
  const [, , k = 0, width] = weight.shape;
  if (weight.shape.length === 4 && k === width && padding >= 0 && padding < k) return k;
  throw new EvenkeelError(
    "SHAPE",
    `${what}: the kernel must be square and larger than the padding ${padding}, got [${weight.shape.join(", ")}]`,
  );
}

function geometry(stride: number, padding: number): ConvGeometry {
  return { stride: [stride, stride], padding: [padding, padding, padding, padding] };
}
