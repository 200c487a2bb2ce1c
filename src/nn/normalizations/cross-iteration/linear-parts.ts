/** The weights that an activation is linear in: those of the layers right before it. */
import {
  gradient,
  mean,
  sameShape,
  sizeOf,
  sliceAxis,
  sum,
  type Value,
} from "../../../graph/index.ts";
import type { LayerContext, LinearLayer } from "../../network.ts";

/** A tensor that x is linear in, by the channels of x. */
export interface LinearPart {
  /** What goes into each channel, without a gradient: `[C, F]`. */
  readonly rows: Value;
  /** The gradient of the mean of a channel to its row, the same for all channels: `[F]`. */
  meanSlope(): Value;
  /** The gradients of ⟨x, upstream⟩ to the rows: `[C, F]`. */
  slopes(upstream: Value): Value;
}

/** What an activation is made of by the layers right before it. */
export interface LinearParts {
  readonly parts: readonly LinearPart[];
  /** What is added to all numbers of a channel: the sum of the layers' biases, `[C]`. */
  readonly shift: Value | undefined;
}

/** A layer's output, one of those that add up to an activation. */
interface Summand {
  readonly output: Value;
  readonly layer: LinearLayer;
}

/**
 * The weights and biases of the layers whose outputs, reshaped or not, are x `[N, C, …]` or add up to it; none
 * where there is no such layer.
 *
 * A channel of x may hold several outputs of a dense layer, which become places of a feature map. Their biases
 * then make differences within the channel, and are parts like weights; others are the same for a whole channel.
 */
export function linearParts(context: LayerContext, x: Value): LinearParts {
  const { g } = context;
  const [, channels = 1] = x.shape;
  const parts: LinearPart[] = [];
  let shift: Value | undefined;
  for (const { output, layer } of summands(context, x)) {
    const each = outputsOf(layer) / channels;
    parts.push(weightPart(context, { output, layer }, channels));
    if (layer.bias === undefined) continue;
    if (each > 1) parts.push(biasPart(context, output, layer.bias, channels));
    else shift = shift === undefined ? layer.bias : g.add(shift, layer.bias);
  }
  return { parts, shift };
}

const outputsOf = ({ weight, axis }: LinearLayer) => weight.shape[axis] as number;

function summands(context: LayerContext, x: Value): Summand[] {
  const [count, channels = 1] = x.shape;
  const layer = context.noted(x);
  if (layer !== undefined) return [{ output: x, layer }];
  if (x.source.kind !== "op") return [];
  const { op, inputs } = x.source;
  if (op === "add") {
    return inputs
      .filter(({ shape }) => sameShape(shape, x.shape))
      .flatMap((input) => summands(context, input));
  }
  if (op !== "reshape") return [];
  return inputs
    .filter(({ shape }) => shape[0] === count)
    .flatMap((input) => summands(context, input))
    .filter((found) => outputsOf(found.layer) % channels === 0);
}

function weightPart(
  context: LayerContext,
  { output, layer }: Summand,
  channels: number,
): LinearPart {
  const { g } = context;
  const { weight, axis } = layer;
  const each = outputsOf(layer) / channels;
  const rowsOf = (value: Value) => {
    const [first = 0, second = 1] = value.shape;
    const permutation = value.shape.map((_, i) => (i > 1 ? i : 1 - i));
    const byOutput = axis === 0 ? value : g.transpose(value, { permutation });
    const rows = (axis === 0 ? first : second) / each;
    return g.reshape(byOutput, { shape: [rows, sizeOf(value.shape) / rows] });
  };
  return {
    rows: g.stopGradient(rowsOf(weight)),
    meanSlope() {
      const one = sliceAxis(g, weight, axis, 0, each);
      const [slope] = gradient(g, mean(g, layer.apply(one)), [one]);
      return g.reshape(g.stopGradient(slope as Value), { shape: [sizeOf(one.shape)] });
    },
    slopes: (upstream) => g.stopGradient(rowsOf(pulled(context, output, weight, upstream))),
  };
}

function biasPart(context: LayerContext, output: Value, bias: Value, channels: number): LinearPart {
  const { g } = context;
  const each = sizeOf(bias.shape) / channels;
  const rowsOf = (value: Value) => g.reshape(value, { shape: [channels, each] });
  return {
    rows: g.stopGradient(rowsOf(bias)),
    meanSlope: () => g.fill(1 / each, [each]),
    slopes: (upstream) => g.stopGradient(rowsOf(pulled(context, output, bias, upstream))),
  };
}

function pulled({ g }: LayerContext, output: Value, wrt: Value, upstream: Value): Value {
  const given = g.reshape(upstream, { shape: output.shape });
  const [slope] = gradient(g, sum(g, g.mul(output, given)), [wrt]);
  return slope as Value;
}
