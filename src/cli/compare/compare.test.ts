import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { loadConfig, stringifyConfig } from "../../config/load.ts";
import {
  appendEvaluations,
  compareEvaluations,
  type EvaluationRecord,
  protocolHash,
  readEvaluations,
} from "../../evaluation/results/index.ts";
import { customProtocol, type Protocol, protocols } from "../../metrics/protocols/index.ts";
import { comparisonLines } from "./compare.ts";

const sngan = protocols["sngan-10k-5k"];
let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

function recordOf(
  metric: string,
  value: number,
  protocol: Protocol,
  over: Partial<EvaluationRecord> = {},
): EvaluationRecord {
  const { real, fake, features } = protocol.settings;
  return {
    gStep: 100_000,
    dStep: 100_000,
    images: 6_400_000,
    metric,
    value,
    spread: null,
    details: {},
    warnings: [],
    protocol,
    protocolHash: protocolHash(protocol.settings),
    extractor: {
      name: features.extractor,
      sha256: "a".repeat(64),
      dimension: 2048,
      classes: 1008,
      size: 299,
      resizer: features.resizer,
    },
    counts: { real: real.count, fake: fake.count },
    subject: {
      kind: "run",
      path: "run",
      shape: [3, 32, 32],
      batchNorm: "running statistics",
      weights: "raw",
    },
    reference: {
      name: "cifar10",
      source: "data",
      split: real.split === "test" ? "test" : "train",
      available: 50_000,
      digest: real.split,
    },
    seed: 0,
    versions: { evenkeel: "0.1.0", engine: "none" },
    measuredAt: "2026-01-01T00:00:00.000Z",
    seconds: 1,
    ...over,
  };
}

/** A run folder of a recipe with these results. */
async function runWith(name: string, recipe: string, records: readonly EvaluationRecord[]) {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, "run.json"), "{}");
  await writeFile(join(path, "config.yaml"), stringifyConfig(await loadConfig(recipe)));
  await appendEvaluations(join(path, "evaluations.jsonl"), records);
  return path;
}

const compared = async (...paths: string[]) => {
  const metrics = await compareEvaluations(paths);
  return { metrics, text: metrics.flatMap(comparisonLines).join("\n").replaceAll(folder, "F") };
};

test("records are read back as they were written, other lines are refused", async () => {
  const file = join(folder, "evaluations.jsonl");
  const records = [recordOf("fid", 30, sngan), recordOf("kid", Number.NaN, sngan)];
  await appendEvaluations(file, records);
  expect(await readEvaluations(file)).toEqual(records);
  await writeFile(file, '{"metric":"fid","value":"low"}\n', { flag: "a" });
  await expect(readEvaluations(file)).rejects.toThrow(/evaluations\.jsonl, record 3: /);
});

describe("results", () => {
  test("of one protocol stand beside each other and beside what was published", async () => {
    const a = await runWith("a", "sngan-cifar10-cnn-c", [
      recordOf("fid", 40, sngan, { gStep: 50_000 }),
      recordOf("fid", 30.5, sngan),
    ]);
    const b = await runWith("b", "sngan-cifar10-cnn-c", [recordOf("fid", 29.25, sngan)]);
    const { metrics, text } = await compared(a, b);
    expect(metrics).toHaveLength(1);
    expect(
      metrics[0]!.results.map(({ record, differences }) => [record.value, differences]),
    ).toEqual([
      [30.5, []],
      [29.25, []],
    ]);
    expect(metrics[0]!.published[0]).toMatchObject({ value: 29.3, differences: [] });
    expect(text).toContain("FID, lower is better");
    expect(text.split("\n")).toEqual([
      "",
      "FID, lower is better",
      "  1  F/a  30.50    step 100000  10000/5000  sngan-10k-5k",
      "  2  F/b  29.25    step 100000  10000/5000  sngan-10k-5k",
      "  published: 29.3 (table 2, CIFAR-10; nearest protocol: sngan-10k-5k)",
    ]);
  });

  test("of other protocols, extractors or data are told apart, field by field", async () => {
    const bsn = protocols["bsn-5k-10k"];
    const a = await runWith("a", "sngan-cifar10-cnn-c", [recordOf("fid", 30, sngan)]);
    const other = recordOf("fid", 25, bsn);
    const b = await runWith("b", "sngan-cifar10-cnn-c", [
      { ...other, gStep: 300, extractor: { ...other.extractor!, sha256: "b".repeat(64) } },
    ]);
    const { metrics, text } = await compared(a, b);
    expect(metrics[0]!.results[1]!.differences.map(({ field }) => field)).toEqual([
      ...["real.split", "real.count", "fake.count", "fake.rounding"],
      ...["extractor.sha256", "reference.split", "reference.digest"],
    ]);
    expect(text.replace(/\s+/g, " ")).toContain(
      "2 differs from 1 in real.split (test, training), real.count (10000, 5000)",
    );
    expect(metrics[0]!.published[1]!.differences.map(({ field }) => field)).toContain("steps");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("of the Inception score do not differ by real images that it never sees", async () => {
    const real = customProtocol(sngan, { realCount: 17 });
    const a = await runWith("a", "quickstart", [recordOf("is", 7, sngan, { reference: null })]);
    const b = await runWith("b", "quickstart", [recordOf("is", 8, real, { reference: null })]);
    const { metrics } = await compared(a, b);
    expect(metrics[0]!.results[1]!.differences).toEqual([]);
    expect(metrics[0]!.published).toEqual([]);
  });

  test("of networks that a program defined have no published values", async () => {
    const record = recordOf("fid", 30, sngan);
    const path = await runWith("own", "quickstart", [record]);
    await writeFile(join(path, "config.yaml"), "networks: own\narchitecture: mine\n");
    const { metrics } = await compared(path);
    expect(metrics[0]).toMatchObject({ results: [{ record, differences: [] }], published: [] });
  });

  test("of one network's features alone are compared where it is named", async () => {
    const own = customProtocol(sngan, { extractor: "shapes" });
    const a = await runWith("a", "quickstart", [
      recordOf("fid", 30, sngan),
      recordOf("frechet-distance", 3, own),
    ]);
    const b = await runWith("b", "quickstart", [recordOf("frechet-distance", 4, own)]);
    const metrics = await compareEvaluations([a, b], { features: "shapes" });
    expect(metrics.map(({ key, results }) => [key, results.length])).toEqual([
      ["frechet-distance", 2],
    ]);
    expect(metrics[0]!.results[1]!.differences).toEqual([]);
    await expect(compareEvaluations([a, b], { features: "inception-2015" })).rejects.toThrow(
      /b must have results with features of inception-2015, got results with those of shapes/,
    );
    // a file of results: the advice names its run
    const file = join(b, "evaluations.jsonl");
    await expect(compareEvaluations([file], { features: "inception-2015" })).rejects.toMatchObject({
      advice: `Measure it with them: evenkeel evaluate ${b} --features inception-2015`,
    });
  });

  test("must be there", async () => {
    const path = join(folder, "none");
    await mkdir(path);
    await expect(compared(path)).rejects.toThrow(/must have results, got none/);
  });
});
