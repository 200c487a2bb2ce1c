import { describe, expect, test } from "vitest";
import { features, uniform } from "../../test/support/golden/metric-features.ts";
import { randomStream } from "../random.ts";
import { protocolDifferences } from "./differences.ts";
import { selectRows } from "./features/matrix.ts";
import { featureStatistics } from "./features/statistics.ts";
import type { ImageRows, MetricInputs, RealImages } from "./inputs.ts";
import type { MetricPicture } from "./metric.ts";
import { customProtocol, protocols } from "./protocols/index.ts";
import { type MetricName, metricNames, metrics, recordedKey, resultOf } from "./registry.ts";

const sngan = protocols["sngan-10k-5k"];
const bsn = protocols["bsn-5k-10k"];

describe("differences", () => {
  const paths = (key: string, one = sngan, other = bsn) =>
    protocolDifferences(key, one.settings, other.settings).map(({ path }) => path);

  test("are those that matter to the number", () => {
    expect(paths("fid")).toEqual(["real.split", "real.count", "fake.count", "fake.rounding"]);
    expect(paths("is")).toEqual(["fake.rounding", "inceptionScore.classes"]);
    expect(paths("kernel-distance", protocols["50k-50k-train"], protocols["clean-fid"])).toEqual([
      "features.resizer",
      "kernel.subsets",
    ]);
  });

  test("do not tell of the seed, and tell everything of a foreign key", () => {
    expect(paths("fid", sngan, customProtocol(sngan, { seed: 1 }))).toEqual([]);
    expect(paths("lpips")).toEqual([
      ...["real.split", "real.count", "fake.count", "fake.rounding"],
      "inceptionScore.classes",
    ]);
  });
});

describe("what results are called", () => {
  test("FID is said of Inception features alone", () => {
    expect(recordedKey("fid", "inception-2015")).toBe("fid");
    expect(recordedKey("fid", "shapes")).toBe("frechet-distance");
    expect(recordedKey("coverage", "shapes")).toBe("coverage");
    expect(resultOf("frechet-distance")).toMatchObject({ metric: "fid", name: "Fréchet distance" });
    expect(resultOf("lpips")).toBeUndefined();
  });

  test("no two results share a key", () => {
    const keys = metricNames.flatMap((name) =>
      Object.entries(metrics[name].results).flatMap(([key, { elsewhere }]) => [
        key,
        ...(elsewhere === undefined ? [] : [elsewhere.key]),
      ]),
    );
    expect([...new Set(keys)]).toEqual(keys);
  });
});

/** Settings for the few images of {@link inputs}. */
const { settings } = customProtocol(protocols.shapes, { realCount: 60, fakeCount: 50 });

const images = (seed: number, rows: number): ImageRows => ({
  data: Uint8Array.from(uniform(seed, rows * 48), (x) => 255 * x),
  rows,
  columns: 48,
  shape: [3, 4, 4],
});
const realImages = (seed: number, count: number): RealImages => ({
  count,
  features: async () => features(seed, count, 2),
  statistics: () => featureStatistics(features(seed, count, 2)),
  pixels: async (rows) => pixelsAt(images(seed, count), rows),
});
const pixelsAt = (all: ImageRows, rows?: ArrayLike<number>) =>
  rows === undefined ? all : ({ ...all, ...selectRows(all, rows) } as ImageRows);
const classes = (count: number) => Uint8Array.from({ length: count }, (_, i) => i % 3);
const inputs: MetricInputs = {
  features: features(1, 50, 2, 1 / 8),
  scores: {
    rows: features(3, 50, 10),
    from: "logits",
    extractor: "shapes",
    names: [..."cxbadefghi"],
  },
  labels: { generated: classes(50), real: classes(60), names: ["a", "b", "c"] },
  pixels: images(1, 50),
  real: realImages(2, 60),
  training: realImages(4, 70),
  heldOut: realImages(5, 40),
  mixture: { centers: [[0, 0]], std: 1 },
};

describe.each(metricNames)("the metric %s", (name: MetricName) => {
  const metric = metrics[name];

  test("computes the results that it declares, from the inputs that it names", async () => {
    const given = Object.fromEntries(metric.needs.map((input) => [input, inputs[input]]));
    const results = await metric.compute(given as unknown as MetricInputs, {
      settings,
      stream: randomStream(0, name),
    });
    expect(results.map((one) => one.metric)).toEqual(Object.keys(metric.results));
    for (const { metric: key, value, spread, details, counts } of results) {
      expect(value).toSatisfy(Number.isFinite);
      expect(spread === null || spread.std >= 0).toBe(true);
      expect(counts.fake).toBe(50);
      const compares =
        "real" in given ? 60 : "heldOut" in given ? 40 : "training" in given ? 70 : 0;
      expect(counts.real).toBe(compares);
      const { outOf } = metric.results[key]!;
      if (outOf !== undefined) expect(value).toBeLessThanOrEqual(details[outOf] as number);
    }
  });

  test("depends on settings that protocols have", () => {
    const known = Object.entries(settings).flatMap(([group, inner]) =>
      typeof inner === "object"
        ? [group, ...Object.keys(inner).map((key) => `${group}.${key}`)]
        : [group],
    );
    for (const kind of Object.values(metric.results)) {
      expect(known).toEqual(expect.arrayContaining([...kind.settings]));
    }
  });
});

test("neighbours shows the nearest images, each in a row with its neighbours in either space", async () => {
  const pictures: MetricPicture[] = [];
  await metrics.neighbours.compute(inputs, {
    settings,
    stream: randomStream(0, "neighbours"),
    onPicture: (one) => pictures.push(one),
  });
  const [{ images: shown, rows, columns }] = pictures as [MetricPicture];
  expect({ rows, columns }).toEqual({ rows: 8, columns: 9 });
  expect(shown.data).toHaveLength(8 * 9 * 48);
  const row = (all: ImageRows, i: number) => all.data.slice(48 * i, 48 * (i + 1));
  const has = (all: ImageRows, one: Uint8Array) =>
    Array.from({ length: all.rows }, (_, i) => row(all, i)).some((other) =>
      other.every((x, at) => x === one[at]),
    );
  const training = await inputs.training.pixels();
  for (let i = 0; i < 72; i++) {
    expect(has(i % 9 === 0 ? inputs.pixels : training, row(shown, i))).toBe(true);
  }
});
