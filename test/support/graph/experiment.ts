/** Turns an op or a function into a graph with everything that is checked of it. */
import {
  type Builder,
  type Graph,
  gradient,
  type Shape,
  sum,
  type Tensor64,
  type Value,
} from "../../../src/graph/index.ts";
import { dataStream, normal } from "./tensors.ts";

/** An op or a function with what it is applied to. */
export interface Subject {
  readonly inputs: readonly Tensor64[];
  readonly build: (g: Builder, inputs: readonly Value[]) => Value;
}

/** A graph and elements for its inputs. */
export interface Experiment {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, Float64Array>>;
}

/** The names of what {@link experiment} puts in, for one prefix. */
export const names = (prefix: string) => ({
  /** The result. */
  y: `${prefix}/y`,
  /** s = ⟨y, r⟩ for a random r. */
  s: `${prefix}/s`,
  r: `${prefix}/r`,
  /** t = Σ ⟨∂s/∂xᵢ, qᵢ⟩ for random qᵢ. */
  t: `${prefix}/t`,
  x: (i: number) => `${prefix}/x${i}`,
  q: (i: number) => `${prefix}/q${i}`,
  /** ∂s/∂xᵢ, for each float32 input. */
  ds: (i: number) => `${prefix}/ds${i}`,
  /** ∂t/∂xᵢ, for each float32 input. */
  dt: (i: number) => `${prefix}/dt${i}`,
});

/** The subject's result and, when it has float32 inputs, projections of it and of its gradient, with their gradients. */
export function experiment(g: Builder, prefix: string, { inputs, build }: Subject): Experiment {
  const name = names(prefix);
  const stream = dataStream(prefix);
  const declared: Record<string, Value> = {};
  const outputs: Record<string, Value> = {};
  const feeds: Record<string, Float64Array> = {};
  const input = (key: string, tensor: Tensor64): Value => {
    const value = g.input(key, { dtype: tensor.dtype, shape: tensor.shape });
    declared[key] = value;
    feeds[key] = tensor.data;
    return value;
  };
  const random = (key: string, shape: Shape) => input(key, normal(shape, stream));

  const xs = inputs.map((tensor, i) => input(name.x(i), tensor));
  const y = g.scope(prefix, () => build(g, xs));
  outputs[name.y] = y;
  const variables = xs.filter((x) => x.dtype === "float32");
  if (variables.length > 0) {
    const numbers = y.dtype === "float32" ? y : g.cast(y, { dtype: "float32" });
    const s = sum(g, g.mul(numbers, random(name.r, y.shape)));
    const first = gradient(g, s, variables);
    const parts = first.map((d, i) => sum(g, g.mul(d, random(name.q(i), d.shape))));
    const t = parts.reduce((a, b) => g.add(a, b));
    const second = gradient(g, t, variables);
    outputs[name.s] = s;
    outputs[name.t] = t;
    for (const [i, x] of variables.entries()) {
      outputs[name.ds(xs.indexOf(x))] = first[i] as Value;
      outputs[name.dt(xs.indexOf(x))] = second[i] as Value;
    }
  }
  return { graph: { inputs: declared, outputs }, feeds };
}

/** The experiment with this output alone, under the same name. */
export function only({ graph, feeds }: Experiment, ...outputs: readonly string[]): Experiment {
  const kept = outputs.map((name) => [name, graph.outputs[name] as Value]);
  return { graph: { inputs: graph.inputs, outputs: Object.fromEntries(kept) }, feeds };
}

/** All experiments in one graph; their prefixes must differ. */
export function together(experiments: readonly Experiment[]): Experiment {
  return {
    graph: {
      inputs: Object.assign({}, ...experiments.map((e) => e.graph.inputs)),
      outputs: Object.assign({}, ...experiments.map((e) => e.graph.outputs)),
    },
    feeds: Object.assign({}, ...experiments.map((e) => e.feeds)),
  };
}

/** Whether the experiment has derivatives to check. */
export function isDifferentiated({ graph }: Experiment, prefix: string): boolean {
  return Object.hasOwn(graph.outputs, names(prefix).s);
}
