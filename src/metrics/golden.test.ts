/** The metrics against NumPy and SciPy, on features in 64 and 512 dimensions. */
import { describe, expect, test } from "vitest";
import { lattice, permutations, uniform } from "../../test/support/golden/metric-features.ts";
import { EXACT, relative, sets, testsOfSize } from "../../test/support/golden/metric-sizes.ts";
import { golden } from "../../test/support/golden/metrics.ts";
import { nearestNeighbours } from "./features/nearest.ts";
import { featureStatistics } from "./features/statistics.ts";
import { intraClassFrechetDistance } from "./frechet-classes.ts";
import { frechetDistanceInfinity } from "./frechet-infinity.ts";
import { type InceptionScoreOptions, inceptionScore } from "./inception-score.ts";
import { kernelDistance } from "./kernel-distance.ts";
import { precisionRecallDensityCoverage } from "./manifold.ts";

describe.each(golden.sizes.filter(({ columns }) => columns < 2048))(
  "$columns dimensions, $real real and $fake fake",
  testsOfSize,
);

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
