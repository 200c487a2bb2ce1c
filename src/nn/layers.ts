/** Layers: each asks its context for its parameters and returns its output. Images are `[N, C, H, W]`. */
import {
  type ConvGeometry,
  convAveraged,
  convTranspose,
  convUpsampled,
  type Value,
} from "../graph/index.ts";
import type { LayerContext, LinearLayer } from "./network.ts";
import type { ParameterSpec } from "./parameter.ts";

/** What a layer's weight says about itself, for initializers and methods that ask. */
export type WeightNotes = Pick<ParameterSpec, "terms" | "gain" | "slope" | "branch" | "last">;

/**
 * y = x Wᵀ + b: x `[N, D]` to `[N, features]`. Parameters `weight [features, D]` and, unless
 * `bias` is false, `bias [features]`.
 */
export function dense(
  context: LayerContext,
  name: string,
  x: Value,
  options: { readonly features: number; readonly bias?: boolean } & WeightNotes,
): Value {
  const { g } = context;
  const { features, bias = true, ...notes } = options;
  const [, size = 0] = x.shape;
  return context.scope(name, () => {
    const weight = denseWeight(context, size, features, notes);
    return linear(context, [features], {
      weight,
      axis: 0,
      hasBias: bias,
      apply: (w) => g.matmul(x, w, { transposeA: false, transposeB: true }),
    });
  });
}

/** Options of a convolution: square kernels, the same padding on all sides. */
export interface ConvOptions extends WeightNotes {
  /** Channels of the output. */
  readonly channels: number;
  /** Height and width of the kernel. */
  readonly kernel: number;
  /** Default 1. */
  readonly stride?: number;
  /** Default 0. */
  readonly padding?: number;
  /** Default true. */
  readonly bias?: boolean;
}

/**
 * A change of resolution by two beside a convolution of stride 1: its input is upsampled to the nearest
 * neighbours (`up`), or its output averaged over 2x2 (`down`). The larger images are never made.
 */
export type Resampling = "up" | "down";

/**
 * Cross-correlation: x `[N, C, H, W]` to `[N, channels, H', W']`. Parameters
 * `weight [channels, C, kernel, kernel]` and `bias [channels]`; `resampling` changes neither.
 */
export function conv(
  context: LayerContext,
  name: string,
  x: Value,
  options: ConvOptions & { readonly resampling?: Resampling | undefined },
): Value {
  const { channels, kernel, stride = 1, padding = 0, bias = true, resampling, ...notes } = options;
  const [, c = 0, h = 0, w = 0] = x.shape;
  const [height, width] = resampling === "up" ? [2 * h, 2 * w] : [h, w];
  return context.scope(name, () => {
    const convolution = { inputSize: [height, width], stride, padding, transposed: false } as const;
    const weight = kernelWeight(context, [c, channels], kernel, { ...notes, convolution });
    return linear(context, [channels, 1, 1], {
      weight,
      axis: 0,
      hasBias: bias,
      apply: (w) => convolve(context, x, w, { stride, padding, resampling }),
    });
  });
}

function convolve(
  { g }: LayerContext,
  x: Value,
  weight: Value,
  options: {
    readonly stride: number;
    readonly padding: number;
    readonly resampling: Resampling | undefined;
  },
): Value {
  const { stride, padding, resampling } = options;
  switch (resampling) {
    case "up":
      return convUpsampled(g, x, weight, padding);
    case "down":
      return convAveraged(g, x, weight, padding);
    case undefined:
      return g.conv(x, weight, geometry(stride, padding));
  }
}

/**
 * Transposed convolution: x `[N, C, H, W]` to `[N, channels, (H − 1)·stride − 2·padding + kernel, …]`.
 * Parameters `weight [C, channels, kernel, kernel]` and `bias [channels]`. An output sums over
 * `C·kernel²/stride²` numbers; fan-in leaves the stride out, as is usual: `C·kernel²`.
 */
export function deconv(context: LayerContext, name: string, x: Value, options: ConvOptions): Value {
  const { channels, kernel, stride = 1, padding = 0, bias = true, ...notes } = options;
  const [, c = 0, height = 0, width = 0] = x.shape;
  return context.scope(name, () => {
    const convolution = { inputSize: [height, width], stride, padding, transposed: true } as const;
    const weight = kernelWeight(context, [c, channels], kernel, { ...notes, convolution });
    return linear(context, [channels, 1, 1], {
      weight,
      axis: 1,
      hasBias: bias,
      apply: (w) => convTranspose(context.g, x, w, geometry(stride, padding)),
    });
  });
}

/** What a layer's scalar parameter says about itself. */
export type ScalarNotes = Pick<ParameterSpec, "rate">;

/** x + b with one number b, 0 at first: x of any shape. Parameter `bias [1]`. */
export function scalarBias(
  context: LayerContext,
  name: string,
  x: Value,
  notes: ScalarNotes = {},
): Value {
  return context.g.add(x, scalar(context, name, "bias", notes));
}

/** s · x with one number s, 1 at first: x of any shape. Parameter `scale [1]`. */
export function scalarMultiplier(
  context: LayerContext,
  name: string,
  x: Value,
  notes: ScalarNotes = {},
): Value {
  return context.g.mul(x, scalar(context, name, "scale", notes));
}

function scalar(
  context: LayerContext,
  name: string,
  role: "bias" | "scale",
  notes: ScalarNotes,
): Value {
  return context.scope(name, () =>
    context.parameter({ name: role, shape: [1], role, fanIn: 0, fanOut: 0, ...notes }),
  );
}

/** The parameter `weight [outputs, inputs]` of a dense layer. */
export function denseWeight(
  context: LayerContext,
  inputs: number,
  outputs: number,
  notes: WeightNotes,
): Value {
  const shape = [outputs, inputs];
  const fans = { fanIn: inputs, fanOut: outputs };
  return context.parameter({ name: "weight", shape, role: "weight", ...fans, ...notes });
}

/** The parameter `weight` of a convolution, `[outputs, inputs, kernel, kernel]`, of a transposed one `[inputs, outputs, …]`. */
function kernelWeight(
  context: LayerContext,
  [inputs, outputs]: readonly [number, number],
  kernel: number,
  notes: WeightNotes & Required<Pick<ParameterSpec, "convolution">>,
): Value {
  const channels = notes.convolution.transposed ? [inputs, outputs] : [outputs, inputs];
  return context.parameter({
    name: "weight",
    shape: [...channels, kernel, kernel],
    role: "weight",
    fanIn: inputs * kernel * kernel,
    fanOut: outputs * kernel * kernel,
    ...notes,
  });
}

/** The output of a linear layer, noted for the layers after it. @param shape the bias's, beside the output. */
function linear(
  context: LayerContext,
  shape: readonly number[],
  { hasBias, ...layer }: Omit<LinearLayer, "bias"> & { readonly hasBias: boolean },
): Value {
  const y = layer.apply(layer.weight);
  if (!hasBias) return context.note(y, { ...layer, bias: undefined });
  const [size = 0] = shape;
  const spec = { name: "bias", shape: [size], role: "bias", fanIn: 0, fanOut: 0 } as const;
  const bias = context.parameter(spec);
  return context.note(context.g.add(y, context.g.reshape(bias, { shape })), { ...layer, bias });
}

function geometry(stride: number, padding: number): ConvGeometry {
  return { stride: [stride, stride], padding: [padding, padding, padding, padding] };
}
