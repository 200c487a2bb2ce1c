/** Networks on the float64 reference. */
import {
  createBuilder,
  evaluate,
  gradient,
  sizeOf,
  sum,
  type Tensor64,
} from "../../../src/graph/index.ts";
import { applyNetwork, conv, dense, describeNetwork, type Network } from "../../../src/nn/index.ts";
import { gaussian } from "./matrices.ts";

/** Numbers by name. */
export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** The classes of the examples. */
export interface Labels {
  /** One an example. */
  readonly labels: readonly number[];
  readonly classes: number;
}

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

/** A layer that keeps the shape of `[N, C, H, W]` or `[N, D]`, for what has to follow one. */
export const linearLayer: Network = (context, x) => {
  const [, size = 0] = x.shape;
  return x.shape.length === 2
    ? dense(context, "layer", x, { features: size })
    : conv(context, "layer", x, { channels: size, kernel: 1 });
};

/** A float32 value of this shape. */
export const float32 = (...shape: readonly number[]) => ({ dtype: "float32", shape }) as const;

/**
 * One pass of the network for an input of shape `shape`.
 *
 * @param given numbers for `x`, parameters and buffers; the others are random.
 * @param options `upstream`, default all ones; `condition` for networks that want labels.
 */
export function evaluateNetwork(
  network: Network,
  shape: readonly number[],
  given: Numbers = {},
  options: {
    readonly training?: boolean;
    readonly upstream?: ArrayLike<number>;
    readonly condition?: Labels;
  } = {},
): Evaluated {
  const { training = false, upstream, condition: told } = options;
  const classes = told?.classes;
  const { parameters, buffers } = describeNetwork(network, float32(...shape), { classes });
  const g = createBuilder();
  const inputs = Object.fromEntries(
    [{ name: "x", shape }, ...parameters, ...buffers].map((spec) => [
      spec.name,
      g.input(spec.name, float32(...spec.shape)),
    ]),
  );
  const condition = told && {
    labels: g.input("labels", { dtype: "int32", shape: [told.labels.length] }),
    classes: told.classes,
  };
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape: own }]) => [
      name,
      given[name] ?? gaussian(sizeOf(own), name),
    ]),
  );
  const { output, updates } = applyNetwork(g, network, inputs, inputs.x!, { training, condition });
  const weights =
    upstream === undefined ? g.scalar(1) : g.constant(Float64Array.from(upstream), output.shape);
  const found = gradient(g, sum(g, g.mul(output, weights)), Object.values(inputs));
  const named = (prefix: string, entries: readonly (readonly [string, (typeof found)[number]])[]) =>
    Object.fromEntries(entries.map(([name, value]) => [`${prefix}${name}`, value]));
  const names = Object.keys(inputs);
  const results = evaluate(
    {
      inputs: { ...inputs, ...(condition && { labels: condition.labels }) },
      outputs: {
        output,
        ...named("update ", Object.entries(updates)),
        ...named(
          "gradient ",
          names.map((name, i) => [name, found[i]!] as const),
        ),
      },
    },
    { ...feeds, ...(told && { labels: told.labels }) },
  );
  const under = (prefix: string) =>
    Object.fromEntries(
      Object.entries(results).flatMap(([name, { data }]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), data]] : [],
      ),
    );
  return { y: results.output!, feeds, updates: under("update "), gradients: under("gradient ") };
}
