/** A penalty on a small discriminator, with its gradients to everything. */
import {
  createBuilder,
  flatten,
  type Graph,
  gradient,
  sizeOf,
  type Value,
} from "../../../src/graph/index.ts";
import { applyNetwork, conv, dense, describeNetwork, type Network } from "../../../src/nn/index.ts";
import { randomStream } from "../../../src/random.ts";
import type { Penalty } from "../../../src/stabilizers/index.ts";
import { gaussian } from "./matrices.ts";
import { float32, type Numbers } from "./networks.ts";

/** Smooth, so that its second derivatives are not 0. */
export const smooth: Network = (context, x) => {
  const { g } = context;
  const a = g.tanh(conv(context, "conv1", x, { channels: 3, kernel: 3, padding: 1 }));
  const b = g.softplus(
    conv(context, "conv2", a, { channels: 2, kernel: 4, stride: 2, padding: 1 }),
  );
  return dense(context, "dense", flatten(g, b), { features: 1 });
};

/** wᵀx + b: its slope is w everywhere. */
export const linear: Network = (context, x) =>
  dense(context, "dense", flatten(context.g, x), { features: 1 });

/** Of the images that {@link penalize} gives: three of two channels. */
export const IMAGES = [3, 2, 4, 4] as const;

/** What {@link penalize} builds. */
export interface Penalized {
  /** Outputs: `penalty`, the discriminator's `outputs` on real images, `gradient <input>`. */
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Float64Array>>;
  /** The inputs: `real`, `fake`, the parameters. */
  readonly names: readonly string[];
}

/**
 * `penalty` of `network` on images; random draws are fed as `draw <name>`.
 *
 * @param given numbers for `real`, `fake`, parameters and draws; the others are random.
 */
export function penalize(
  network: Network,
  penalty: Penalty,
  images: readonly number[] = IMAGES,
  given: Numbers = {},
): Penalized {
  const { parameters } = describeNetwork(network, float32(...images));
  const g = createBuilder();
  const inputs: Record<string, Value> = {};
  const feeds: Record<string, Float64Array> = {};
  const add = (name: string, shape: readonly number[], data: ArrayLike<number>) => {
    feeds[name] = Float64Array.from(data);
    inputs[name] = g.input(name, float32(...shape));
    return inputs[name];
  };
  const named = [
    { name: "real", shape: images },
    { name: "fake", shape: images },
    ...parameters,
  ].map(({ name, shape }) => {
    const random = () => gaussian(sizeOf(shape), name, name === "real" ? 1 : 0.5);
    add(name, shape, given[name] ?? random());
    return name;
  });
  const values = { ...inputs };
  const discriminate = (x: Value) => applyNetwork(g, network, values, x).output;
  const term = penalty({
    g,
    discriminate,
    real: values.real!,
    fake: values.fake!,
    weights: parameters.flatMap(({ name, role }) => (role === "weight" ? [values[name]!] : [])),
    draw(name, shape, distribution) {
      const random = randomStream(1, name);
      const next = () => (distribution === "normal" ? random.normal() : random.uniform());
      const drawn = () => Float64Array.from({ length: sizeOf(shape) }, next);
      return add(`draw ${name}`, shape, given[`draw ${name}`] ?? drawn());
    },
  });
  const found = gradient(
    g,
    term,
    named.map((name) => values[name]!),
  );
  const gradients = Object.fromEntries(named.map((name, i) => [`gradient ${name}`, found[i]!]));
  const outputs = { penalty: term, outputs: discriminate(values.real!), ...gradients };
  return { graph: { inputs, outputs }, feeds, names: named };
}
