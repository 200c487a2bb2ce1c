/**
 * Convolution and its two gradients. Each one's gradients are written in the other two, so the three
 * are closed under differentiation; a transposed convolution is `convInputGrad`.
 */
import type { Emitter } from "../onnx/emitter.ts";
import type { ConvGeometry } from "../signatures.ts";
import type { Aval } from "../types.ts";
import type { OpTable } from "./definition.ts";
import { requireDType, rule } from "./rule.ts";

type Pair = readonly [number, number];

/** Size of a convolution's output along both axes. */
export function convOutputSize(input: Pair, kernel: Pair, geometry: ConvGeometry): Pair {
  const { stride, padding } = geometry;
  return [
    Math.floor((input[0] + padding[0] + padding[2] - kernel[0]) / stride[0]) + 1,
    Math.floor((input[1] + padding[1] + padding[3] - kernel[1]) / stride[1]) + 1,
  ];
}

export const images = (shape: readonly number[], what: string) => {
  rule(shape.length === 4, `${what} must have four axes`);
  return shape as readonly [number, number, number, number];
};

export const isSize = (size: Pair) =>
  size.length === 2 && size.every((n) => Number.isInteger(n) && n >= 1);

export function checkGeometry({ stride, padding }: ConvGeometry): void {
  rule(
    stride.length === 2 && stride.every((s) => Number.isInteger(s) && s >= 1),
    "stride must be two integers ≥ 1",
  );
  rule(
    padding.length === 4 && padding.every((p) => Number.isInteger(p) && p >= 0),
    "padding must be four integers ≥ 0",
  );
}

function checkFit(input: Pair, kernel: Pair, output: Pair, geometry: ConvGeometry): void {
  const [h, w] = convOutputSize(input, kernel, geometry);
  rule(h >= 1 && w >= 1, "the kernel must fit into the padded image");
  rule(h === output[0] && w === output[1], `the output's size must be ${h} x ${w}`);
}

/**
 * A Conv node. Where zeros are added at the end only, as much as one stride is added before too and the
 * first row or column of the result cut off: the WebGPU provider computes such a Conv wrongly, without
 * an error, when the kernel is as large as the image (and a Pad before it is fused back into it).
 */
function emitConv(
  emit: Emitter,
  names: readonly [string, string],
  { stride, padding }: ConvGeometry,
): string {
  const [top, left, bottom, right] = padding;
  const more = [
    top === 0 && bottom > 0 ? stride[0] : 0,
    left === 0 && right > 0 ? stride[1] : 0,
  ] as const;
  const pads = [top + more[0], left + more[1], bottom, right];
  const result = emit.node("Conv", names, { strides: stride, pads });
  const cut = more.map((n) => Math.min(n, 1));
  if (!cut.includes(1)) return result;
  const end = 2 ** 31 - 1;
  return emit.node("Slice", [result, emit.int64(cut), emit.int64([end, end]), emit.int64([2, 3])]);
}

export const convolution = {
  conv: {
    infer([x, weight], geometry) {
      requireDType("float32", x, weight);
      checkGeometry(geometry);
      const [n, c, h, w] = images(x.shape, "x");
      const [o, cw, kh, kw] = images(weight.shape, "the weight");
      rule(c === cw, `x must have as many channels as the weight takes (${cw})`);
      const size = convOutputSize([h, w], [kh, kw], geometry);
      checkFit([h, w], [kh, kw], size, geometry);
      return { dtype: "float32", shape: [n, o, ...size] };
    },
    gradient({ g, ct, inputs: [x, weight], attributes: { stride, padding } }) {
      const [, , h, w] = images(x.shape, "x");
      const [, , kh, kw] = images(weight.shape, "the weight");
      return [
        g.convInputGrad(ct, weight, { stride, padding, inputSize: [h, w] }),
        g.convWeightGrad(x, ct, { stride, padding, kernelSize: [kh, kw] }),
      ];
    },
    lower: ({ emit, names, attributes }) => emitConv(emit, names, attributes),
  },
  convInputGrad: {
    infer([dy, weight], { inputSize, ...geometry }) {
      requireDType("float32", dy, weight);
      checkGeometry(geometry);
      const [n, o, oh, ow] = images(dy.shape, "dy");
      const [ow_, c, kh, kw] = images(weight.shape, "the weight");
      rule(isSize(inputSize), "the input's size must be two integers ≥ 1");
      rule(o === ow_, `dy must have as many channels as the weight gives (${ow_})`);
      checkFit(inputSize, [kh, kw], [oh, ow], geometry);
      return { dtype: "float32", shape: [n, c, ...inputSize] };
    },
    gradient({ g, ct, inputs: [dy, weight], attributes: { stride, padding } }) {
      const [, , kh, kw] = images(weight.shape, "the weight");
      return [
        g.conv(ct, weight, { stride, padding }),
        g.convWeightGrad(ct, dy, { stride, padding, kernelSize: [kh, kw] }),
      ];
    },
    lower({ emit, names, inputs: [dy, weight], attributes: { stride, padding, inputSize } }) {
      const [, , oh, ow] = images(dy.shape, "dy");
      const [, , kh, kw] = images(weight.shape, "the weight");
      const [top, left, bottom, right] = padding;
      return emit.node("ConvTranspose", names, {
        strides: stride,
        pads: padding,
        // rows and columns of x that no kernel position reaches
        output_padding: [
          inputSize[0] - ((oh - 1) * stride[0] - top - bottom + kh),
          inputSize[1] - ((ow - 1) * stride[1] - left - right + kw),
        ],
      });
    },
  },
  convWeightGrad: {
    infer([x, dy], { kernelSize, ...geometry }) {
      requireDType("float32", x, dy);
      checkGeometry(geometry);
      const [n, c, h, w] = images(x.shape, "x");
      const [m, o, oh, ow] = images(dy.shape, "dy");
      rule(n === m, "x and dy must have the same batch size");
      rule(isSize(kernelSize), "the kernel's size must be two integers ≥ 1");
      checkFit([h, w], kernelSize, [oh, ow], geometry);
      return { dtype: "float32", shape: [o, c, ...kernelSize] };
    },
    gradient({ g, ct, inputs: [x, dy], attributes: { stride, padding } }) {
      const [, , h, w] = images(x.shape, "x");
      return [
        g.convInputGrad(dy, ct, { stride, padding, inputSize: [h, w] }),
        g.conv(x, ct, { stride, padding }),
      ];
    },
    lower({ emit, names: [x, dy], inputs, attributes }) {
      if (hasFewOutputs(inputs, attributes)) {
        const view = emit.node("Transpose", [dy], { perm: [0, 2, 3, 1] });
        return emitExchangedWeightGrad(emit, [x, view], inputs, attributes);
      }
      const view = emit.node("Transpose", [x], { perm: [0, 2, 3, 1] });
      return emitFlatWeightGrad(emit, [view, dy], inputs, attributes);
    },
  },
} as const satisfies Partial<OpTable>;

type WeightGradAttributes = ConvGeometry & { readonly kernelSize: Pair };

/** Whether the gradient to a weight is faster with x and dy exchanged: few outputs, stride 1. */
export function hasFewOutputs(
  [x, dy]: readonly [Aval, Aval],
  { stride, padding, kernelSize }: WeightGradAttributes,
): boolean {
  const [, c] = images(x.shape, "x");
  const [, o] = images(dy.shape, "dy");
  const [kh, kw] = kernelSize;
  const [top, left, bottom, right] = padding;
  const reversible = Math.max(top, bottom) < kh && Math.max(left, right) < kw;
  return o < 16 && 2 * o < c && stride.every((s) => s === 1) && reversible;
}

/**
 * The gradient to the weight from x `[N, C, H, W]` and dy as `[N, H', W', O]`: as
 * {@link emitFlatWeightGrad}, but with x as the kernel over dy, so that the product has C rows, not the
 * few of the outputs. It gives the kernel's places in reverse.
 */
function emitExchangedWeightGrad(
  emit: Emitter,
  [x, dy]: readonly [string, string],
  inputs: readonly [Aval, Aval],
  { padding, kernelSize: [kh, kw] }: WeightGradAttributes,
): string {
  const [n, c] = images(inputs[0].shape, "x");
  const [, o, oh, ow] = images(inputs[1].shape, "dy");
  const [top, left, bottom, right] = padding;
  const view = emit.node("Reshape", [dy, emit.int64([1, n, oh, ow * o])]);
  const kernel = emit.node("Transpose", [x], { perm: [1, 0, 2, 3] });
  const product = emit.node("Conv", [view, kernel], {
    dilations: [1, o],
    pads: [kh - 1 - top, (kw - 1 - left) * o, kh - 1 - bottom, (kw - 1 - right) * o],
  });
  const reversed = emit.node("Slice", [
    emit.node("Reshape", [product, emit.int64([c, kh, kw, o])]),
    emit.int64([-1, -1]),
    emit.int64([-(2 ** 31), -(2 ** 31)]),
    emit.int64([1, 2]),
    emit.int64([-1, -1]),
  ]);
  return emit.node("Transpose", [reversed], { perm: [3, 0, 1, 2] });
}

/**
 * The gradient to the weight from x as `[N, H, W, C]`: one Conv over a flattened view of it, in which the
 * batch acts as the channel axis and width and channels are merged into one axis, with dy as the kernel,
 * dilated by the stride. An implicit matrix product with nothing materialised; the fastest standard-op
 * form measured on the CPU provider.
 *
 * @param names of x, channels last, and of dy `[N, O, H', W']`.
 * @param inputs x and dy, both channels first.
 * @param channelsFirst emits the change from `[O, kH, kW, C]` to `[O, C, kH, kW]`.
 */
export function emitFlatWeightGrad(
  emit: Emitter,
  [x, dy]: readonly [string, string],
  inputs: readonly [Aval, Aval],
  { stride, padding, kernelSize }: WeightGradAttributes,
  channelsFirst: (x: string, shape: readonly number[]) => string = (x) =>
    emit.node("Transpose", [x], { perm: [0, 3, 1, 2] }),
): string {
  const [n, c, h, w] = images(inputs[0].shape, "x");
  const [, o, oh, ow] = images(inputs[1].shape, "dy");
  const [kh, kw] = kernelSize;
  const [top, left, bottom, right] = padding;
  const [height, width] = [h + top + bottom, w + left + right];
  // see emitConv: a provider computes a Conv with zeros at the end only wrongly
  const apart = (top === 0 && bottom > 0) || (left === 0 && right > 0);
  const image = apart
    ? emit.node("Pad", [x, emit.int64([0, top, left, 0, 0, bottom, right, 0])])
    : x;
  const view = emit.node("Reshape", [
    image,
    emit.int64(apart ? [1, n, height, width * c] : [1, n, h, w * c]),
  ]);
  const kernel = emit.node("Transpose", [dy], { perm: [1, 0, 2, 3] });
  const rows = height - (oh - 1) * stride[0];
  const columns = width - (ow - 1) * stride[1];
  let result = emit.node("Conv", [view, kernel], {
    dilations: [stride[0], stride[1] * c],
    ...(!apart && { pads: [top, left * c, bottom, right * c] }),
  });
  result = emit.node("Reshape", [result, emit.int64([o, rows, columns, c])]);
  if (rows > kh || columns > kw) {
    result = emit.node("Slice", [
      result,
      emit.int64([0, 0]),
      emit.int64([kh, kw]),
      emit.int64([1, 2]),
    ]);
  }
  return channelsFirst(result, [o, kh, kw, c]);
}
