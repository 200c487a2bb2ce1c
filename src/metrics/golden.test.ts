/** The metrics against NumPy and SciPy, on features in 64, 512 and 2048 dimensions. */
import { describe, expect, test } from "vitest";
import {
  features,
  lattice,
  permutations,
  uniform,
} from "../../test/support/golden/metric-features.ts";
import { golden } from "../../test/support/golden/metrics.ts";
import { nodeEngine } from "../runtime/node.ts";
import type { FeatureMatrix } from "./features/matrix.ts";
import { nearestNeighbours } from "./features/nearest.ts";
import { featureStatistics } from "./features/statistics.ts";
import { frechetDistance } from "./frechet.ts";
import { intraClassFrechetDistance } from "./frechet-classes.ts";
import { frechetDistanceInfinity } from "./frechet-infinity.ts";
import { type InceptionScoreOptions, inceptionScore } from "./inception-score.ts";
import { kernelDistance, maximumMeanDiscrepancy } from "./kernel-distance.ts";
import { precisionRecallDensityCoverage } from "./manifold.ts";

const engine = nodeEngine({ device: "cpu" });

/**
 * What rounding leaves of float64's 16 digits: FID and KID are differences of sums that are up to 1000
 * times larger (11 digits are seen).
 */
const EXACT = 1e-10;
/**
 * The original's own error: the square root of a matrix without full rank is right to half of the digits
 * (5e-7 is seen against the exact value).
 */
const ORIGINAL = 1e-6;

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);
const sets = (d: number, real: number, fake: number): readonly [FeatureMatrix, FeatureMatrix] => [
  features(1, real, d),
  features(2, fake, d, golden.shift),
];

describe.each(golden.sizes)("$columns dimensions, $real real and $fake fake", (expected) => {
  const [real, fake] = sets(expected.columns, expected.real, expected.fake);
  // plain loops where that is quick
  const options = { engine: expected.columns === 64 ? undefined : engine };

  test("FID", async () => {
    const [a, b] = [await featureStatistics(real, options), await featureStatistics(fake, options)];
    const { value, details, warnings } = await frechetDistance(a, b, options);
    expect(relative(value, expected.fid.exact)).toBeLessThan(EXACT);
    expect(relative(value, expected.fid.original)).toBeLessThan(ORIGINAL);
    expect(details.meanTerm + details.traceTerm).toBe(value);
    expect(warnings).toHaveLength(
      [expected.real, expected.fake].filter((count) => count <= expected.columns).length,
    );
  });

  test("KID", async () => {
    const value = await maximumMeanDiscrepancy(real, fake, options);
    expect(relative(value, expected.mmd)).toBeLessThan(EXACT);
  });

  test("precision, recall, density, coverage", async () => {
    const result = await precisionRecallDensityCoverage(real, fake, { ...options, k: 5 });
    for (const name of ["precision", "recall", "density", "coverage"] as const) {
      // shares: the same counts, divided
      expect(result[name]).toBeCloseTo(expected.prdc[name], 14);
    }
  });
});

test("KID over subsets", async () => {
  const { subsets, subsetSize, mean, std } = golden.kid;
  const result = await kernelDistance(...sets(64, 500, 333), {
    subsets,
    subsetSize,
    stream: permutations(100),
  });
  expect(result).toMatchObject({
    spread: { over: "subsets", count: subsets },
    details: { subsetSize },
    warnings: [],
  });
  expect(relative(result.value, mean)).toBeLessThan(EXACT);
  expect(relative(result.spread!.std, std)).toBeLessThan(EXACT);
});

test.each(golden.ties)(
  "ties: $columns dimensions of $sides sides from $offset, k = $k",
  async ({ columns, sides, offset, k, ...expected }) => {
    const real = lattice(3, 150, columns, sides, offset);
    const fake = lattice(4, 130, columns, sides, offset);
    const result = await precisionRecallDensityCoverage(real, fake, { k });
    for (const name of ["precision", "recall", "density", "coverage"] as const) {
      expect(result[name]).toBeCloseTo(expected[name], 14);
    }
  },
);

test("nearest neighbours, equally distant ones in their order", async () => {
  const { indices, distances } = await nearestNeighbours(
    lattice(5, 20, 4, 5),
    lattice(6, 200, 4, 5),
    6,
  );
  expect([...indices]).toEqual(golden.neighbours.indices.flat());
  // roots of whole numbers
  expect([...distances]).toEqual(golden.neighbours.distances.flat());
});

test.each<[string, InceptionScoreOptions]>([
  ["original", {}],
  ["one part", { splits: 1 }],
  ["sample std", { std: "sample" }],
  ["without bias", { bias: uniform(8, 1008) }],
  ["logits 0 to 1000", { classes: { begin: 0, end: 1000, of: "logits" } }],
  ["probabilities 1 to 1001", { classes: { begin: 1, end: 1001, of: "probabilities" } }],
])("Inception score: %s", (name, options) => {
  const logits = { data: uniform(7, 103 * 1008).map((x) => x * 16), rows: 103, columns: 1008 };
  const expected = golden.inceptionScore[name]!;
  const { value, spread } = inceptionScore(logits, { from: "logits", ...options });
  expect(relative(value, expected.mean)).toBeLessThan(EXACT);
  if (options.splits === 1) expect(spread).toBeNull();
  else expect(spread!.std).toBeCloseTo(expected.std, 10);
});

test("FID for infinitely many samples", async () => {
  const [real, fake] = sets(64, 500, 1000);
  const statistics = await featureStatistics(real);
  const result = await frechetDistanceInfinity(statistics, fake, { stream: permutations(200) });
  const { value, slope, r2 } = golden.infinity;
  expect(result.details.points.map(({ count }) => count).slice(0, 3)).toEqual([100, 164, 228]);
  expect(relative(result.value, value)).toBeLessThan(EXACT);
  expect(relative(result.details.slope, slope)).toBeLessThan(EXACT);
  expect(relative(result.details.r2, r2)).toBeLessThan(EXACT);
});

test("FID within classes", async () => {
  const [real, fake] = sets(64, 500, 333);
  const labels = (count: number, step: number) =>
    Uint8Array.from({ length: count }, (_, i) => (i * step) % 3);
  const result = await intraClassFrechetDistance(real, labels(500, 1), fake, labels(333, 7));
  expect(relative(result.value, golden.classes.mean)).toBeLessThan(EXACT);
  expect(result.details.perClass).toEqual(
    golden.classes.values.map((value, label) => ({
      label,
      value: expect.closeTo(value, 10),
      realCount: label === 2 ? 166 : 167,
      fakeCount: 111,
    })),
  );
  expect(result.warnings).toEqual([]);
});
