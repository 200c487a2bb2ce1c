/** The statistics of past iterations, and what compensates them for the change of the weights since. */
import { type Builder, sizeOf, sliceAxis, square, sum, type Value } from "../../../graph/index.ts";
import type { LayerContext } from "../../network.ts";
import type { LinearParts } from "./linear-parts.ts";

/** Mean and variance of each channel in the K iterations before, the latest first: `[K, C]`. */
export interface PastStatistics {
  readonly mean: Value;
  /** May be negative, where it is compensated. */
  readonly variance: Value;
}

/** What an iteration leaves behind, by the names of the buffers, without the axis of the iterations. */
export type Kept = Readonly<Record<string, Value>>;

/**
 * Stores what this iteration leaves behind, in buffers of the layer whose scope is open, and forgets what the
 * oldest of the K before left.
 *
 * @returns what the K before left, the latest first: `[K, …]`, 0 at first.
 */
export function remember(context: LayerContext, iterations: number, now: Kept): Kept {
  const { g } = context;
  const before = Object.entries(now).map(([name, value]) => {
    const past = pastBuffer(context, name, [iterations, ...value.shape]);
    const latest = g.reshape(g.stopGradient(value), { shape: [1, ...value.shape] });
    const kept = sliceAxis(g, past, 0, 0, iterations - 1);
    context.update(`past/${name}`, iterations > 1 ? g.concat([latest, kept], { axis: 0 }) : latest);
    return [name, past] as const;
  });
  return Object.fromEntries(before);
}

/** A buffer of the past, of the layer whose scope is open. */
export function pastBuffer(context: LayerContext, name: string, shape: readonly number[]): Value {
  const use = { trainingOnly: true, ofEachSource: true };
  return context.buffer({ name: `past/${name}`, shape, initial: 0, ...use });
}

/**
 * What an iteration leaves behind for its statistics to be compensated later.
 *
 * With w_c the weights of channel c, m its mean without the layer's bias and v its variance:
 * `mean` m, `variance` v, `mean-slope` p = ∂m/∂w_c, which is the mean of what the layer sees and the same for
 * all channels, `variance-slope` d_c = ∂v/∂w_c, and the products `mean-product` ⟨p, w_c⟩ and
 * `variance-product` ⟨d_c, w_c⟩ with the weights of that iteration. These stand in for the weights themselves,
 * which would take as much memory as the slopes.
 */
export function taylorTerms(
  g: Builder,
  { parts }: LinearParts,
  own: { readonly mean: Value; readonly variance: Value; readonly centered: Value },
): Kept {
  const count = sizeOf(own.centered.shape) / sizeOf(own.mean.shape);
  const upstream = g.stopGradient(g.mul(own.centered, 2 / count));
  const weights = joined(
    g,
    parts.map(({ rows }) => rows),
    1,
  );
  const p = joined(
    g,
    parts.map((part) => part.meanSlope()),
    0,
  );
  const d = joined(
    g,
    parts.map((part) => part.slopes(upstream)),
    1,
  );
  return {
    mean: own.mean,
    variance: own.variance,
    "mean-slope": p,
    "variance-slope": d,
    "mean-product": meanProduct(g, p, weights),
    "variance-product": varianceProduct(g, d, weights),
  };
}

/**
 * The statistics that past iterations would have had with the present weights, to first order:
 *
 *   m + ⟨p, Δw_c⟩ and ν + ⟨∂ν/∂w_c, Δw_c⟩ for ν = v + m², as a variance: v + ⟨d_c, Δw_c⟩ − ⟨p, Δw_c⟩²
 *
 * @param past what {@link taylorTerms} left behind, with an axis of the iterations in front.
 */
export function compensated(g: Builder, past: Kept, { parts }: LinearParts): PastStatistics {
  const kept = (name: string) => past[name] as Value;
  const weights = joined(
    g,
    parts.map(({ rows }) => rows),
    1,
  );
  const ofMean = g.sub(meanProduct(g, kept("mean-slope"), weights), kept("mean-product"));
  const ofVariance = g.sub(
    varianceProduct(g, kept("variance-slope"), weights),
    kept("variance-product"),
  );
  return {
    mean: g.add(kept("mean"), ofMean),
    variance: g.sub(g.add(kept("variance"), ofVariance), square(g, ofMean)),
  };
}

/** ⟨p, w_c⟩: p `[…, F]`, weights `[C, F]` to `[…, C]`. */
function meanProduct(g: Builder, p: Value, weights: Value): Value {
  const [features = 1] = p.shape.slice(-1);
  const [channels = 1] = weights.shape;
  const rows = g.reshape(p, { shape: [sizeOf(p.shape) / features, features] });
  const products = g.matmul(rows, weights, { transposeA: false, transposeB: true });
  return g.reshape(products, { shape: [...p.shape.slice(0, -1), channels] });
}

/** ⟨d_c, w_c⟩: d `[…, C, F]`, weights `[C, F]` to `[…, C]`. */
function varianceProduct(g: Builder, d: Value, weights: Value): Value {
  return sum(g, g.mul(d, weights), [d.shape.length - 1]);
}

function joined(g: Builder, values: readonly Value[], axis: number): Value {
  return values.length === 1 ? (values[0] as Value) : g.concat([...values], { axis });
}
