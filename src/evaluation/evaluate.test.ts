import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { blockMeans } from "../../test/support/block-means.ts";
import { failure } from "../../test/support/failure.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { mirrored } from "../data/dataset/index.ts";
import { openDataset } from "../data/index.ts";
import { featureStatistics, frechetDistance, type MetricName } from "../metrics/index.ts";
import { customProtocol, protocols } from "../metrics/protocols/index.ts";
import { nodeEngine } from "../runtime/node.ts";
import { evaluate } from "./evaluate.ts";
import type { EvaluationOptions } from "./options.ts";
import { imagesReference, referenceCache, referenceData } from "./reference/index.ts";
import type { Subject } from "./subject/index.ts";
import { datasetSource, generatorSource } from "./subject/index.ts";

const engine = nodeEngine({ device: "cpu", threads: 1 });
const small = customProtocol(protocols.shapes, {
  realCount: 60,
  fakeCount: 50,
  extractor: "block-means",
});
const shapes = { name: "shapes", size: 16, count: 80 } as const;

let cache: string;
beforeEach(async () => {
  cache = await temporaryFolder();
});

function subjectOf(source: Subject["source"]): Subject {
  return {
    about: {
      kind: "images",
      path: "drawings",
      shape: [...source.shape],
      batchNorm: null,
      weights: null,
    },
    source,
    classes: undefined,
    counters: null,
    data: undefined,
    notes: [],
    release: async () => {},
  };
}

async function run(metrics: readonly MetricName[], over: Partial<EvaluationOptions> = {}) {
  const notes: string[] = [];
  let extracted = 0;
  const dataset = await openDataset({ ...shapes, seed: 5 });
  const results = await evaluate({
    subject: subjectOf(datasetSource(dataset)),
    protocols: [small],
    metrics,
    reference: referenceData(shapes),
    openExtractor: async () =>
      blockMeans((count) => {
        extracted += count;
      }),
    cache: referenceCache(cache, (note) => notes.push(note)),
    engine,
    ...over,
  });
  const values = Object.fromEntries(
    results.flatMap(({ records }) => records.map((one) => [one.metric, one])),
  );
  return { results, values, extracted, notes };
}

describe("what is measured", () => {
  test("is the arithmetic of just these images, with everything it depends on", async () => {
    const { values } = await run(["fid"]);
    const features = async (seed: number, split: "train" | "test", count: number) => {
      const dataset = await openDataset({ ...shapes, seed, split, count: seed === 0 ? 2000 : 80 });
      const rows: number[] = [];
      const extractor = blockMeans(() => {});
      for await (const batch of datasetSource(dataset).batches(count, 0)) {
        const shape = [batch.count, 3, 16, 16] as const;
        rows.push(...(await extractor.extract(batch.values, shape)).features);
      }
      const data = Float64Array.from(rows);
      return featureStatistics({ data, rows: count, columns: extractor.dimension });
    };
    const expected = await frechetDistance(
      await features(0, "test", 60),
      await features(5, "train", 50),
    );
    const record = values["frechet-distance"]!;
    // The same float32 features; the engine and plain loops add them up in another order.
    expect(record.value).toBeCloseTo(expected.value, 6);
    expect(record).toMatchObject({
      counts: { real: 60, fake: 50 },
      seed: 0,
      protocol: { name: "custom (from shapes)" },
      extractor: { name: "block-means", dimension: 12, size: null },
      reference: { name: "shapes", split: "test", available: 2000 },
      subject: { kind: "images", path: "drawings" },
      gStep: null,
    });
    expect(record.protocolHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test("of images against themselves is no distance, and everything is covered", async () => {
    const dataset = await openDataset({ ...shapes, split: "test", count: 2000 });
    const same = customProtocol(small, { realCount: 60, fakeCount: 60 });
    const { values } = await run(["fid", "kid", "prdc"], {
      subject: subjectOf(datasetSource(dataset)),
      protocols: [same],
    });
    // a difference of numbers of some 1e4, pixels squared, in float64
    expect(values["frechet-distance"]!.value).toBeLessThan(1e-6);
    expect(values.precision!.value).toBe(1);
    expect(values.recall!.value).toBe(1);
    expect(values.coverage!.value).toBe(1);
  });

  test("is the same for a generator whenever it is asked, and other noise for another seed", async () => {
    const calls: number[] = [];
    const source = generatorSource(
      { shape: [3, 16, 16], latentSize: 768, points: false },
      async (z) => {
        calls.push(z.length);
        return z.map(Math.tanh);
      },
    );
    const value = async (seed: number) => {
      const protocol = customProtocol(small, { seed });
      const { values } = await run(["fid"], { subject: subjectOf(source), protocols: [protocol] });
      return values["frechet-distance"]!.value;
    };
    expect(await value(0)).toBe(await value(0));
    expect(await value(0)).not.toBe(await value(1));
    // always whole batches: one compiled size
    expect(new Set(calls)).toEqual(new Set([64 * 768]));
  });

  test("with fewer images than the protocol wants says so, and is custom", async () => {
    const { results } = await run(["fid", "is"], {
      protocols: [customProtocol(protocols.shapes, { extractor: "block-means" })],
    });
    const [{ protocol, records }] = results as [(typeof results)[0]];
    expect(protocol).toMatchObject({
      name: "custom (from shapes)",
      settings: { real: { count: 2000 }, fake: { count: 80 }, inceptionScore: { count: 80 } },
    });
    expect(records[0]!.metric).toBe("frechet-distance");
    expect(records[0]!.warnings.join()).toContain(
      "the protocol wants 2000 generated images, there are 80",
    );
  });

  test("under several protocols at once is what each gives alone", async () => {
    const other = customProtocol(small, { fakeCount: 30, rounding: "truncate", realCount: 40 });
    const both = await run(["fid", "is"], { protocols: [small, other] });
    const alone = await run(["fid", "is"], { protocols: [other] });
    const strip = (records: readonly object[]) =>
      records.map((one) => ({ ...one, seconds: 0, measuredAt: "" }));
    expect(strip(both.results[1]!.records)).toEqual(strip(alone.results[0]!.records));
  });
});

describe("the memorisation check", () => {
  test("tells copies from new drawings, and draws them beside their neighbours", async () => {
    const training = await openDataset(shapes);
    const copies = await run(["neighbours"], { subject: subjectOf(datasetSource(training)) });
    expect(copies.values.neighbours).toMatchObject({
      value: 0,
      details: { pixelRatio: 0, nearerThanOnePercent: 1 },
      counts: { real: 80 },
      reference: { split: "train", available: 80 },
    });
    // all training images are looked at, but no more generated ones than the protocol has
    const together = await run(["neighbours", "fid"]);
    expect(together.values["frechet-distance"]!.counts).toEqual({ real: 60, fake: 50 });
    expect(together.values.neighbours!.counts).toEqual({ real: 80, fake: 50 });
    expect(copies.values.neighbours!.warnings.join()).toContain("learnt images by heart");
    const fresh = await run(["neighbours"]);
    expect(fresh.values.neighbours!.value).toBeGreaterThan(0.7);
    expect(fresh.values.neighbours!.warnings).toEqual([]);
    const { width, height } = fresh.results[0]!.pictures[0]!.grid;
    // 9 columns and 8 rows of 64 pixels, 2 apart
    expect([width, height]).toEqual([9 * 66 - 2, 8 * 66 - 2]);
  });
});

describe("held-out images", () => {
  const apart = ["memorization", "covered"] as const;

  test("tell copies from new drawings, and how many of them are covered", async () => {
    const training = await openDataset(shapes);
    const copies = await run(apart, { subject: subjectOf(datasetSource(training)) });
    expect(copies.values.memorization).toMatchObject({
      value: 1,
      details: { training: 80, mirrored: false, median: 0 },
      counts: { real: 60, fake: 50 },
      reference: { split: "test" },
    });
    expect(copies.values.memorization!.warnings.join()).toContain("learnt images by heart");
    const fresh = await run(apart);
    expect(Math.abs(fresh.values.memorization!.value - 0.5)).toBeLessThan(0.2);
    expect(fresh.values.memorization!.warnings).toEqual([]);
    expect(fresh.values.covered).toMatchObject({
      details: { of: 60, training: 50, k: 5 },
      counts: { real: 60, fake: 50 },
    });
    const [one] = fresh.results[0]!.pictures;
    // a generated image, a gap and 6 neighbours; two times 4 rows and a gap
    expect([one!.grid.width, one!.grid.height]).toEqual([8 * 66 - 2, 9 * 66 - 2]);
  });

  test("are compared with mirrored training images where those were trained on", async () => {
    const turned = subjectOf(datasetSource(mirrored(await openDataset(shapes))));
    const plain = await run(["memorization"], { subject: turned });
    expect(plain.values.memorization!.value).toBeLessThan(0.9);
    const both = await run(["memorization"], { subject: { ...turned, flips: true } });
    expect(both.values.memorization).toMatchObject({ value: 1, details: { mirrored: true } });
  });

  test("that are missing are named, with the way out", async () => {
    const training = await openDataset(shapes);
    const few = await openDataset({ ...shapes, split: "test", count: 1 });
    const trainedOnAll = {
      ...subjectOf(datasetSource(training)),
      data: { ...shapes, split: "all" },
    };
    for (const [over, got] of [
      [{ reference: imagesReference(training) }, "got training images alone"],
      [{ reference: imagesReference(training, few) }, "got 1, where covered needs 2"],
      [{ subject: trainedOnAll }, "trained on the test images too (data.split)"],
    ] as const) {
      const text = await failure(run(["covered"], over as Partial<EvaluationOptions>), cache);
      expect(text).toContain(
        "USAGE: evaluate: covered must be given real images that the generator was not trained on",
      );
      expect(text).toContain(got);
      expect(text).toContain("data.heldOut");
    }
  });
});

describe("what was computed from real images", () => {
  test("is kept on the disk and not computed again", async () => {
    const first = await run(["fid", "kid"]);
    const second = await run(["fid", "kid"]);
    expect(first.extracted - second.extracted).toBe(60);
    expect(second.values["frechet-distance"]!.value).toBe(first.values["frechet-distance"]!.value);
    expect(second.values["kernel-distance"]!.value).toBe(first.values["kernel-distance"]!.value);
  });

  test("is not that of other images, another extractor or another number of them", async () => {
    await run(["fid"]);
    const others = [
      { reference: referenceData({ ...shapes, seed: 1 }) },
      { protocols: [customProtocol(small, { realCount: 59 })] },
      {
        openExtractor: async () => ({ ...blockMeans(() => {}), sha256: "other weights" }),
      },
    ];
    for (const over of others) await run(["fid"], over);
    const names = await readdir(cache);
    expect(names.filter((name) => name.endsWith("-statistics.safetensors"))).toHaveLength(4);
  });

  test("is made again where the file is damaged or another's", async () => {
    const first = await run(["fid"]);
    const files = (await readdir(cache)).map((name) => join(cache, name));
    for (const file of files) {
      const bytes = await readFile(file);
      bytes[bytes.length - 3]! ^= 1;
      await writeFile(file, bytes);
    }
    const damaged = await run(["fid"]);
    expect(damaged.notes.join()).toContain(
      "is damaged or belongs to other data; it is computed again",
    );
    expect(damaged.values["frechet-distance"]!.value).toBe(first.values["frechet-distance"]!.value);
    const others = join(cache, "others");
    await run(["fid"], {
      reference: referenceData({ ...shapes, seed: 1 }),
      cache: referenceCache(others),
    });
    for (const kind of ["features", "statistics"]) {
      const of = async (folder: string) =>
        join(folder, (await readdir(folder)).find((name) => name.includes(kind))!);
      await writeFile(await of(cache), await readFile(await of(others)));
    }
    const foreign = await run(["fid"]);
    expect(foreign.notes).toHaveLength(2);
    expect(foreign.values["frechet-distance"]!.value).toBe(first.values["frechet-distance"]!.value);
    expect((await run(["fid"])).notes).toEqual([]);
  });
});

describe("what cannot be measured", () => {
  test.each([
    [["fid"], { reference: undefined }, /fid must be given real images to compare with/],
    [["modes"], {}, /modes needs points of a known mixture/],
    [
      ["fid"],
      { reference: referenceData({ ...shapes, size: 32 }) },
      /must have the generated ones' shape \[3, 16, 16\]/,
    ],
    [["fid"], { shouldStop: () => true }, /the evaluation was stopped/],
  ] as const)("%s is refused", async (metrics, over, message) => {
    await expect(run(metrics, over)).rejects.toThrow(message);
  });
});
