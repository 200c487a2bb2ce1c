/** What holds for every metric: identical sets, both ways of computing, what is refused. */
import { describe, expect, test } from "vitest";
import { features, permutations } from "../../test/support/golden/metric-features.ts";
import { nodeEngine } from "../runtime/node.ts";
import type { FeatureMatrix } from "./features/matrix.ts";
import { nearestNeighbours } from "./features/nearest.ts";
import { featureStatistics } from "./features/statistics.ts";
import { frechetDistance } from "./frechet.ts";
import { intraClassFrechetDistance } from "./frechet-classes.ts";
import { frechetDistanceInfinity } from "./frechet-infinity.ts";
import { inceptionScore } from "./inception-score.ts";
import { kernelDistance, maximumMeanDiscrepancy } from "./kernel-distance.ts";
import { precisionRecallDensityCoverage } from "./manifold.ts";

const engine = nodeEngine({ device: "cpu" });
const matrix = (columns: number, ...values: readonly number[]): FeatureMatrix => ({
  data: Float64Array.from(values),
  rows: values.length / columns,
  columns,
});

describe.each([
  ["full rank", 300, 64],
  ["without full rank", 40, 64],
  ["without full rank", 150, 512],
] as const)("identical sets, %s: %i rows in %i dimensions", (_, rows, columns) => {
  const set = features(1, rows, columns);

  test("FID 0", async () => {
    const statistics = await featureStatistics(set, { engine });
    const { value, details } = await frechetDistance(statistics, statistics, { engine });
    const trace = statistics.covariance.reduce(
      (sum, x, at) => sum + (at % (columns + 1) === 0 ? x : 0),
      0,
    );
    expect(details.meanTerm).toBe(0);
    expect(value).toBeGreaterThanOrEqual(0);
    // the trace twice, less itself twice, each rounded
    expect(value).toBeLessThan(1e-13 * trace);
  });

  test("KID below 0 by what is left out: the pairs of a row with itself", async () => {
    const value = await maximumMeanDiscrepancy(set, set, { engine });
    // 2/(n − 1)·(mean k(x, x') − mean k(x, x)), written out from the definition
    const kernel = (i: number, j: number) => {
      let sum = 0;
      for (let c = 0; c < columns; c++) {
        sum += set.data[i * columns + c]! * set.data[j * columns + c]!;
      }
      return (sum / columns + 1) ** 3;
    };
    let [all, own] = [0, 0];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < rows; j++) all += kernel(i, j) / rows ** 2;
      own += kernel(i, i) / rows;
    }
    expect(value).toBeLessThan(0);
    expect(value).toBeCloseTo((2 / (rows - 1)) * (all - own), 12);
  });

  test("precision = recall = density = coverage = 1", async () => {
    expect(await precisionRecallDensityCoverage(set, set, { engine })).toEqual({
      precision: 1,
      recall: 1,
      density: 1,
      coverage: 1,
    });
  });

  test("each is its own nearest neighbour at a distance of 0", async () => {
    const { indices, distances } = await nearestNeighbours(set, set, 1, { engine });
    expect([...indices]).toEqual(Array.from({ length: rows }, (_, i) => i));
    expect(distances.every((distance) => distance === 0)).toBe(true);
  });
});

test("plain loops and the engine agree, and tell how far they are", async () => {
  const [real, fake] = [features(1, 1100, 24), features(2, 1031, 24, 1 / 8)];
  const results = await Promise.all(
    [undefined, engine].map(async (on) => {
      const shares: number[] = [];
      const options = { engine: on, onProgress: (share: number) => void shares.push(share) };
      const a = await featureStatistics(real, options);
      const b = await featureStatistics(fake, options);
      const values = [
        (await frechetDistance(a, b, options)).value,
        (await kernelDistance(real, fake, { ...options, subsets: 3, stream: permutations(1) }))
          .value,
        ...Object.values(await precisionRecallDensityCoverage(real, fake, options)),
        ...(await nearestNeighbours(real, fake, 2, options)).distances,
      ];
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares.filter((share) => share === 1).length).toBeGreaterThanOrEqual(5);
      return values;
    }),
  );
  results[0]!.forEach((value, i) => {
    expect(Math.abs(value - results[1]![i]!)).toBeLessThanOrEqual(1e-11 * Math.abs(value));
  });
});

test("pixels as bytes; of equally near ones the first", async () => {
  const bytes = Uint8Array.from([0, 0, 250, 250, 255, 255, 3, 4]);
  const { indices, distances } = await nearestNeighbours(
    matrix(2, 0, 0, 252, 253),
    { data: bytes, rows: 4, columns: 2 },
    2,
  );
  expect([...indices]).toEqual([0, 3, 1, 2]);
  expect([...distances]).toEqual([0, 5, Math.sqrt(13), Math.sqrt(13)]);
});

describe("known answers", () => {
  test("between Gaussians in one dimension: the squared differences of mean and deviation", async () => {
    const a = { count: 9, mean: Float64Array.of(1), covariance: Float64Array.of(4) };
    const b = { count: 9, mean: Float64Array.of(4), covariance: Float64Array.of(25) };
    expect(await frechetDistance(a, b)).toEqual({
      metric: "fid",
      value: expect.closeTo(18, 13),
      spread: null,
      details: { meanTerm: 9, traceTerm: expect.closeTo(9, 13) },
      warnings: [],
      counts: { real: 9, fake: 9 },
    });
  });

  test("from a point: the trace", async () => {
    const point = await featureStatistics(matrix(2, 1, 1, 1, 1, 1, 1));
    const square = await featureStatistics(matrix(2, 0, 0, 2, 0, 0, 2, 2, 2));
    const { value } = await frechetDistance(point, square);
    expect(value).toBeCloseTo(8 / 3, 14);
  });

  test("Inception score: 1 where all are alike, the number of classes where all are sure", () => {
    const alike = matrix(4, ...Array.from({ length: 20 }, () => [0.5, 0.25, 0.25, 0]).flat());
    expect(inceptionScore(alike)).toMatchObject({ value: 1, spread: { std: 0, count: 10 } });
    const sure = Array.from({ length: 40 }, (_, i) => [0, 1, 2, 3].map((c) => +(c === i % 4)));
    const { value, details } = inceptionScore(matrix(4, ...sure.flat()), { splits: 5 });
    expect(value).toBeCloseTo(4, 14);
    expect(details.scores).toHaveLength(5);
  });

  test("a ball of radius 0, around copies, holds nothing", async () => {
    const same = matrix(1, 7, 7, 7);
    expect(await precisionRecallDensityCoverage(same, same, { k: 2 })).toEqual({
      precision: 0,
      recall: 0,
      density: 0,
      coverage: 0,
    });
  });
});

describe("refuses", () => {
  const set = features(1, 30, 4);
  const broken = matrix(2, 1, 2, 3, 4, 5, Number.NaN);
  const row = "values must be finite, got NaN in row 2, column 1 (counted from 0)";

  test.each<[string, () => unknown, string]>([
    ["NaN", () => featureStatistics(broken), `featureStatistics: ${row}`],
    ["NaN", () => kernelDistance(broken, broken), `kernelDistance: real: ${row}`],
    ["one row", () => featureStatistics(matrix(2, 1, 2)), "must have at least 2 rows, got 1"],
    [
      "data of another size",
      () => featureStatistics({ data: new Float32Array(5), rows: 2, columns: 2 }),
      "featureStatistics: data must have rows x columns elements, got 5 for 2 x 2",
    ],
    [
      "other dimensions",
      async () =>
        frechetDistance(await featureStatistics(set), await featureStatistics(features(1, 9, 5))),
      "frechetDistance: both must have as many dimensions, got 4 and 5",
    ],
    [
      "other dimensions",
      () => precisionRecallDensityCoverage(set, features(1, 9, 5)),
      "real and fake features must have as many columns, got 4 and 5",
    ],
    [
      "no more rows than k",
      () => precisionRecallDensityCoverage(set, set, { k: 30 }),
      "precisionRecallDensityCoverage: real: must have at least 31 rows, got 30",
    ],
    ["half a neighbour", () => nearestNeighbours(set, set, 0.5), "k must be a whole number of at"],
    [
      "no subsets",
      () => kernelDistance(set, set, { subsets: 0 }),
      "subsets must be a whole number",
    ],
    [
      "a negative variance",
      () => {
        const odd = { count: 5, mean: new Float64Array(1), covariance: Float64Array.of(-1) };
        return frechetDistance(odd, odd);
      },
      "frechetDistance: a: variances must not be negative, got -1 for feature 0",
    ],
    [
      "a class of one side only",
      () => intraClassFrechetDistance(set, new Uint8Array(30), set, new Uint8Array(30).fill(3, 28)),
      "got 0 and 2 of class 3",
    ],
    [
      "a minimum of all",
      async () => frechetDistanceInfinity(await featureStatistics(set), set, { minimum: 30 }),
      "minimum must be a whole number from 2 to below the 30 fake samples, got 30",
    ],
  ])("%s", async (_, action, message) => {
    await expect(async () => action()).rejects.toThrow(message);
  });

  test.each<[string, Parameters<typeof inceptionScore>, string]>([
    ["logits as probabilities", [matrix(2, 1, 2), { splits: 1 }], "got a sum of 3 in row 0"],
    ["negative ones", [matrix(2, 0.5, 0.5, 2, -1), { splits: 1 }], "got -1 in row 1"],
    [
      "fewer rows than parts",
      [matrix(2, 0, 1)],
      "inceptionScore: must have at least 10 rows, got 1",
    ],
    [
      "a slice beyond the classes",
      [matrix(2, 0, 1), { splits: 1, classes: { begin: 1, end: 3, of: "probabilities" } }],
      "classes must be within 0 … 2, got 1 … 3",
    ],
    [
      "a slice of logits where there are none",
      [matrix(2, 0, 1), { splits: 1, classes: { begin: 0, end: 1, of: "logits" } }],
      "classes of logits need logits, got probabilities",
    ],
  ])("%s", (_, args, message) => {
    expect(() => inceptionScore(...args)).toThrow(message);
  });
});

test("warns where there are fewer samples than dimensions or rows of a subset", async () => {
  const few = await featureStatistics(features(1, 64, 64));
  const enough = await featureStatistics(features(1, 65, 64));
  expect((await frechetDistance(enough, enough)).warnings).toEqual([]);
  expect((await frechetDistance(few, enough)).warnings).toEqual([
    expect.stringContaining("64 samples are too few for 64 dimensions"),
  ]);
  const result = await kernelDistance(features(1, 64, 8), features(2, 80, 8), { subsets: 1 });
  expect(result).toMatchObject({
    details: { subsetSize: 64 },
    warnings: [expect.stringContaining("1000")],
  });
});
