/** Which points a search tries next. */
import type { RandomStream } from "../../random.ts";
import { normalBelow, normalDensity } from "../../statistics/index.ts";
import { coordinatesOf, type Distribution, valueAt } from "./distribution.ts";
import { fitProcess } from "./fit.ts";
import { gaussianProcess, type Prediction } from "./gaussian-process.ts";

/** A point that was tried: the values of the searched axes in their order, and what came of it. */
export interface Observed {
  readonly values: readonly unknown[];
  /** Low is good; `null` for a point that failed. */
  readonly value: number | null;
}

/** A point to try, and why. */
export interface Proposal {
  readonly values: readonly unknown[];
  /** What was expected of it, in units of the metric, or of its logarithm where all values are positive. */
  readonly expected: Prediction;
  /** By how much it was expected to be better than the best so far, in units of the values' deviation. */
  readonly improvement: number;
}

/** Points drawn at random among which the best is chosen. */
const DRAWN = 1000;
/** The best points so far, and how many are drawn beside each, with these deviations in the cube. */
const BESIDE = { points: 5, each: 60, deviations: [0.15, 0.05, 0.015] } as const;
/** How often a choice is changed beside a point. */
const CHANGED = 0.2;

/**
 * The points of largest expected improvement under a Gaussian process of what was observed. After each the process is
 * told the mean that it expects there, so that the next lies elsewhere. Values are standardized, before that their
 * logarithms are taken where all are positive, and a point that failed has the worst value of the others.
 *
 * @param space the distributions of the searched axes.
 * @param observed at least one with a value.
 * @see Jones, Schonlau and Welch 1998, eq. 15; Ginsbourger, Le Riche and Carraro 2010 (the kriging believer).
 */
export function propose(
  space: readonly Distribution[],
  observed: readonly Observed[],
  count: number,
  stream: RandomStream,
): readonly Proposal[] {
  const cube = (values: readonly unknown[]) =>
    space.flatMap((distribution, i) => coordinatesOf(distribution, values[i]));
  const { standard, original } = standardized(observed.map(({ value }) => value));
  const points = observed.map(({ values }) => cube(values));
  const values = [...standard];
  const { options } = fitProcess(points, values);
  const ranked = observed.map((_, i) => i).sort((a, b) => standard[a]! - standard[b]! || a - b);
  const best = ranked.slice(0, BESIDE.points).map((i) => observed[i]!.values);
  return Array.from({ length: count }, () => {
    const process = gaussianProcess(points, values, options);
    const least = Math.min(...points.map((point) => process.predict(point).mean));
    let chosen: { proposal: Proposal; mean: number; at: readonly number[] } | undefined;
    for (const candidate of candidates(space, best, stream)) {
      const at = cube(candidate);
      const expected = process.predict(at);
      const improvement = expectedImprovement(expected, least);
      if (chosen !== undefined && improvement <= chosen.proposal.improvement) continue;
      const proposal = { values: candidate, expected: original(expected), improvement };
      chosen = { proposal, mean: expected.mean, at };
    }
    const { proposal, mean, at } = chosen!;
    points.push([...at]);
    values.push(mean);
    return proposal;
  });
}

/** E max(least − f, 0) for f of N(mean, deviation²). */
export function expectedImprovement({ mean, deviation }: Prediction, least: number): number {
  const better = least - mean;
  if (deviation === 0) return Math.max(0, better);
  const z = better / deviation;
  return better * normalBelow(z) + deviation * normalDensity(z);
}

/** Values with mean 0 and variance 1, and what gives them their units back. */
function standardized(given: readonly (number | null)[]) {
  const sound = given.filter((value): value is number => Number.isFinite(value));
  const scaled = sound.every((value) => value > 0) ? Math.log : (x: number) => x;
  const worst = Math.max(...sound);
  const all = given.map((value) => scaled(Number.isFinite(value) ? (value as number) : worst));
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const variance = all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length;
  const deviation = Math.sqrt(variance) || 1;
  return {
    standard: all.map((x) => (x - mean) / deviation),
    original: (one: Prediction): Prediction => ({
      mean: mean + deviation * one.mean,
      deviation: deviation * one.deviation,
    }),
  };
}

function* candidates(
  space: readonly Distribution[],
  best: readonly (readonly unknown[])[],
  stream: RandomStream,
): Generator<readonly unknown[]> {
  for (let i = 0; i < DRAWN; i++) {
    yield space.map((distribution) => valueAt(distribution, stream.uniform()));
  }
  for (const values of best) {
    for (let i = 0; i < BESIDE.each; i++) {
      const deviation = BESIDE.deviations[i % BESIDE.deviations.length] as number;
      yield space.map((distribution, k) => beside(distribution, values[k], deviation, stream));
    }
  }
}

function beside(
  distribution: Distribution,
  value: unknown,
  deviation: number,
  stream: RandomStream,
): unknown {
  if (distribution.name === "choice") {
    const [change, other] = [stream.uniform(), stream.uniform()];
    return change < CHANGED ? valueAt(distribution, other) : value;
  }
  const [at = 0.5] = coordinatesOf(distribution, value);
  return valueAt(distribution, Math.min(1, Math.max(0, at + deviation * stream.normal())));
}
