/** Networks on the float64 reference. */
import {
  createBuilder,
  evaluate,
  gradient,
  sizeOf,
  sum,
  type Tensor64,
} from "../src/graph/index.ts";
import { applyNetwork, describeNetwork, type Network } from "../src/nn/index.ts";
import { gaussian } from "./matrices.ts";

/** Numbers by name. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** What one pass of a network gives. */
export interface Evaluated {
  readonly y: Tensor64;
  /** What was fed: `x`, parameters and buffers by name. */
  readonly feeds: Readonly<Record<string, ArrayLike<number>>>;
  /** New values of the buffers. */
  readonly updates: Readonly<Record<string, Float64Array>>;
  /** Of the projection ⟨y, upstream⟩, to every feed. */
  readonly gradients: Readonly<Record<string, Float64Array>>;
}

/** A float32 value of this shape. */
export const float32 = (...shape: readonly number[]) => ({ dtype: "float32", shape }) as const;

/**
 * One pass of the network for an input of shape `shape`.
 *
 * @param given numbers for `x`, parameters and buffers; the others are random.
 * @param options `upstream`, default all ones.
 */
export function evaluateNetwork(
  network: Network,
  shape: readonly number[],
  given: Numbers = {},
  options: { readonly training?: boolean; readonly upstream?: ArrayLike<number> } = {},
): Evaluated {
  const { parameters, buffers } = describeNetwork(network, float32(...shape));
  const g = createBuilder();
  const inputs = Object.fromEntries(
    [{ name: "x", shape }, ...parameters, ...buffers].map((spec) => [
      spec.name,
      g.input(spec.name, float32(...spec.shape)),
    ]),
  );
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape: own }]) => [
      name,
      given[name] ?? gaussian(sizeOf(own), name),
    ]),
  );
  const { training = false, upstream } = options;
  const { output, updates } = applyNetwork(g, network, inputs, inputs.x!, { training });
  const weights =
    upstream === undefined ? g.scalar(1) : g.constant(Float64Array.from(upstream), output.shape);
  const found = gradient(g, sum(g, g.mul(output, weights)), Object.values(inputs));
  const named = (prefix: string, entries: readonly (readonly [string, (typeof found)[number]])[]) =>
    Object.fromEntries(entries.map(([name, value]) => [`${prefix}${name}`, value]));
  const names = Object.keys(inputs);
  const results = evaluate(
    {
      inputs,
      outputs: {
        output,
        ...named("update ", Object.entries(updates)),
        ...named(
          "gradient ",
          names.map((name, i) => [name, found[i]!] as const),
        ),
      },
    },
    feeds,
  );
  const under = (prefix: string) =>
    Object.fromEntries(
      Object.entries(results).flatMap(([name, { data }]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), data]] : [],
      ),
    );
  return { y: results.output!, feeds, updates: under("update "), gradients: under("gradient ") };
}
