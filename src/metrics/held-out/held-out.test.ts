/** The metrics on held-out images against NumPy and SciPy (`scripts/golden/held-out.py`), and what they tell apart. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { features, lattice } from "../../../test/support/golden/metric-features.ts";
import { randomStream } from "../../random.ts";
import { type FeatureMatrix, firstRows } from "../features/matrix.ts";
import { nearestNeighbours } from "../features/nearest.ts";
import { featureStatistics } from "../features/statistics.ts";
import type { ImageRows, MetricInputs, RealImages } from "../inputs.ts";
import type { MetricPicture } from "../metric.ts";
import { customProtocol, protocols } from "../protocols/index.ts";
import { coveredImages, coveredMetric, expectedCoverage } from "./covered.ts";
import { dataCopying } from "./data-copying.ts";
import { memorizationMetric } from "./memorization.ts";
import { nearestTraining } from "./nearest-training.ts";

interface Copying {
  readonly nearer: number;
  readonly zU: number;
  readonly nearest: number | null;
  readonly covered: readonly boolean[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../../test/golden/held-out.json", import.meta.url), "utf8"),
) as {
  readonly cases: readonly (Copying & { readonly name: string })[];
  readonly ties: Copying;
  readonly mirrored: {
    readonly indices: readonly (readonly number[])[];
    readonly distances: readonly (readonly number[])[];
  };
  readonly expected: readonly {
    readonly training: number;
    readonly generated: number;
    readonly k: number;
    readonly value: number;
  }[];
};

const training = features(1, 120, 16);
const heldOut = features(2, 40, 16);
const joined = (a: FeatureMatrix, b: FeatureMatrix): FeatureMatrix => ({
  data: Float64Array.from([...a.data, ...b.data]),
  rows: a.rows + b.rows,
  columns: a.columns,
});
const generated: Readonly<Record<string, FeatureMatrix>> = {
  new: features(3, 100, 16),
  shifted: features(3, 100, 16, 1 / 2),
  copies: firstRows(training, 100),
  "half copies": joined(firstRows(training, 50), features(3, 50, 16)),
};

async function measured(
  fake: FeatureMatrix,
  apart: FeatureMatrix,
  real: FeatureMatrix,
  k: number,
): Promise<Copying & { readonly deviation: number }> {
  const distances = async (x: FeatureMatrix) => (await nearestNeighbours(x, real, 1)).distances;
  const parts = { heldOut: apart, training: firstRows(real, fake.rows) };
  return {
    ...dataCopying(await distances(fake), await distances(apart)),
    covered: await coveredImages(parts, fake, k),
  };
}

function expectSame(found: Copying, { nearer, zU, nearest, covered }: Copying): void {
  expect(found.nearer).toBeCloseTo(nearer, 12);
  expect(found.zU).toBeCloseTo(zU, 10);
  expect(found.nearest).toBe(nearest);
  expect(found.covered).toEqual(covered);
}

test.each(golden.cases)("$name", async ({ name, ...expected }) => {
  const apart = name === "few" ? firstRows(heldOut, 18) : heldOut;
  expectSame(await measured(generated[name] ?? generated.new!, apart, training, 5), expected);
});

test("ties", async () => {
  const [real, apart, fake] = [lattice(1, 60, 3, 4), lattice(2, 30, 3, 4), lattice(3, 50, 3, 4)];
  expectSame(await measured(fake, apart, real, 3), golden.ties);
});

test("a mirrored training image stands for the image where it is nearer", async () => {
  const real = { plain: features(6, 30, 16), mirrored: features(7, 30, 16) };
  const { indices, distances } = await nearestTraining(features(5, 20, 16), real, 4, {});
  expect([...indices]).toEqual(golden.mirrored.indices.flat());
  golden.mirrored.distances.flat().forEach((distance, i) => {
    expect(distances[i]).toBeCloseTo(distance, 12);
  });
});

test.each(golden.expected)("of $training and $generated, k = $k", (one) => {
  expect(expectedCoverage(one.training, one.generated, one.k)).toBeCloseTo(one.value, 12);
});

/** Images of one pixel in three channels, which tell their number and whether they are mirrored. */
const pictured = (rows: number, mark: number): ImageRows => ({
  data: Uint8Array.from({ length: 3 * rows }, (_, i) => [Math.floor(i / 3), mark, 0][i % 3]!),
  rows,
  columns: 3,
  shape: [3, 1, 1],
});
const realImages = (matrix: FeatureMatrix, mark = 1): RealImages => ({
  count: matrix.rows,
  features: async () => matrix,
  statistics: () => featureStatistics(matrix),
  async pixels(rows = [...Array(matrix.rows).keys()]) {
    const all = pictured(matrix.rows, mark);
    const data = Array.from(rows, (row) => [...all.data.subarray(3 * row, 3 * row + 3)]).flat();
    return { ...all, data: Uint8Array.from(data), rows: rows.length };
  },
});
const { settings } = customProtocol(protocols.shapes, { realCount: 40, fakeCount: 100 });
const options = { settings, stream: randomStream(0, "held-out") };
const inputsOf = (fake: FeatureMatrix, own: RealImages = realImages(training)) => ({
  features: fake,
  pixels: pictured(fake.rows, 0),
  training: own,
  heldOut: realImages(heldOut),
});

describe("memorization", () => {
  async function found(inputs: Pick<MetricInputs, "features" | "pixels" | "training" | "heldOut">) {
    const pictures: MetricPicture[] = [];
    const [result] = await memorizationMetric.compute(inputs, {
      ...options,
      onPicture: (one) => pictures.push(one),
    });
    return { ...result!, picture: pictures[0]! };
  }

  test("a generator of copies is flagged, also one of which half of the images are", async () => {
    for (const name of ["copies", "half copies"]) {
      const { warnings } = await found(inputsOf(generated[name]!));
      expect(warnings.join()).toContain("may have learnt images by heart");
    }
  });

  test("new images of the distribution are not, nor are held-out images themselves", async () => {
    for (const fake of [generated.new!, features(9, 100, 16), heldOut]) {
      const { value, spread, warnings } = await found(inputsOf(fake));
      expect(Math.abs(value - 0.5)).toBeLessThan(3 * spread!.std);
      expect(warnings).toEqual([]);
    }
    expect((await found(inputsOf(heldOut))).value).toBe(0.5);
  });

  test("copies of mirrored images are flagged where those were trained on", async () => {
    const turned = features(8, 120, 16);
    const own = realImages(training);
    const copies = firstRows(turned, 100);
    expect((await found(inputsOf(copies, own))).value).toBeLessThan(0.7);
    const both = { ...own, mirrored: async () => realImages(turned, 2) };
    const { value, details, picture } = await found(inputsOf(copies, both));
    expect(value).toBe(1);
    expect(details).toMatchObject({ mirrored: true, training: 120, median: 0 });
    // each row: the image, a gap, its nearest training image, which is mirrored
    const cell = (row: number, column: number) => [
      ...picture.images.data.subarray(3 * (8 * row + column), 3 * (8 * row + column) + 3),
    ];
    expect([picture.rows, picture.columns]).toEqual([9, 8]);
    for (const row of [0, 1, 2, 3]) {
      expect(cell(row, 0)).toEqual([row, 0, 0]);
      expect(cell(row, 1)).toEqual([255, 255, 255]);
      expect(cell(row, 2)).toEqual([row, 2, 0]);
    }
    expect(picture.images.data.subarray(3 * 8 * 4, 3 * 8 * 5).every((x) => x === 255)).toBe(true);
  });

  test("its picture ends with the images that are nearest to a training image", async () => {
    const near = joined(features(3, 96, 16), firstRows(training, 4));
    const { picture } = await found(inputsOf(near));
    const shown = [5, 6, 7, 8].map((row) => {
      const at = 3 * 8 * row;
      return [picture.images.data[at], picture.images.data[at + 6]];
    });
    expect(shown).toEqual([0, 1, 2, 3].map((i) => [96 + i, i]));
  });
});

describe("covered", () => {
  test("counts, and says what it counts in words", async () => {
    const [result] = await coveredMetric.compute(inputsOf(generated.shifted!), options);
    const covered = golden.cases[1]!.covered.filter(Boolean).length;
    expect(result).toMatchObject({
      value: covered,
      details: { of: 40, k: 5, training: 100 },
      counts: { real: 40, fake: 100 },
    });
    expect(coveredMetric.results.covered!.sentence!(result!)).toBe(
      `${covered} of 40 held-out images have a generated one near them; as many new real images would cover about 39`,
    );
  });

  test("takes every second training image mirrored where those were trained on", async () => {
    const turned = features(8, 120, 16);
    const own = { ...realImages(training), mirrored: async () => realImages(turned) };
    const [result] = await coveredMetric.compute(inputsOf(generated.new!, own), options);
    const seen = firstRows(training, 100);
    const data = seen.data.map((x, i) => (Math.floor(i / 16) % 2 === 1 ? turned.data[i]! : x));
    const parts = { heldOut, training: { ...seen, data } };
    const expected = await coveredImages(parts, generated.new!, 5);
    expect(result!.value).toBe(expected.filter(Boolean).length);
  });
});
