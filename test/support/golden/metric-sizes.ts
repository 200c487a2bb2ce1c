/** Metrics of features of one size against NumPy and SciPy. */
import { expect, test } from "vitest";
import type { FeatureMatrix } from "../../../src/metrics/features/matrix.ts";
import { featureStatistics } from "../../../src/metrics/features/statistics.ts";
import { frechetDistance } from "../../../src/metrics/frechet.ts";
import { maximumMeanDiscrepancy } from "../../../src/metrics/kernel-distance.ts";
import { precisionRecallDensityCoverage } from "../../../src/metrics/manifold.ts";
import { nodeEngine } from "../../../src/runtime/node.ts";
import { features } from "./metric-features.ts";
import { golden } from "./metrics.ts";

const engine = nodeEngine({ device: "cpu" });

/**
 * What rounding leaves of float64's 16 digits: FID and KID are differences of sums that are up to 1000
 * times larger (11 digits are seen).
 */
export const EXACT = 1e-10;
/**
 * The original's own error: the square root of a matrix without full rank is right to half of the digits
 * (5e-7 is seen against the exact value).
 */
const ORIGINAL = 1e-6;

/** How far a value is from the expected one, as a share of it. */
export const relative = (value: number, expected: number) => Math.abs(value / expected - 1);
/** Real and fake features of `d` dimensions. */
export const sets = (
  d: number,
  real: number,
  fake: number,
): readonly [FeatureMatrix, FeatureMatrix] => [
  features(1, real, d),
  features(2, fake, d, golden.shift),
];

/** Registers the tests of one size of the golden file. */
export function testsOfSize(expected: (typeof golden.sizes)[number]): void {
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
}
