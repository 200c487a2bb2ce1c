/** `evenkeel metrics`, built, on files. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeNpy } from "../src/formats/index.ts";
import type { FeatureMatrix } from "../src/metrics/index.ts";
import { features, uniform } from "./support/golden/metric-features.ts";
import { golden } from "./support/golden/metrics.ts";
import { command, evenkeel, expectRefusal } from "./support/runs/command-line.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();
const save = (name: string, { data, rows, columns }: FeatureMatrix) =>
  writeFile(
    join(cwd, name),
    encodeNpy({ shape: [rows, columns], data: data as Float32Array | Float64Array }),
  );

/** A softmax, as SciPy's. */
function probabilities(): FeatureMatrix {
  const [rows, columns] = [103, 1008];
  const logits = uniform(7, rows * columns).map((x) => x * 16);
  const data = new Float64Array(rows * columns);
  for (let at = 0; at < data.length; at += columns) {
    const powers = Array.from(logits.subarray(at, at + columns), Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    data.set(
      powers.map((power) => power / sum),
      at,
    );
  }
  return { data, rows, columns };
}

beforeAll(async () => {
  const broken = features(1, 30, 64);
  broken.data[7 * 64 + 3] = Number.NaN;
  await save("real.npy", features(1, 500, 64));
  await save("fake.npy", features(2, 333, 64, golden.shift));
  await save("few.npy", features(2, 50, 64, golden.shift));
  await save("wide.npy", features(2, 50, 65));
  await save("broken.npy", broken);
  await save("probs.npy", probabilities());
});

describe("prints", () => {
  test("JSON of what the original definitions give", async () => {
    const files = ["--real", "real.npy", "--fake", "fake.npy", "--probs", "probs.npy"];
    const { code, out } = await evenkeel(cwd, "metrics", ...files, "--subsets", "2", "--json");
    expect(code).toBe(0);
    const answer = JSON.parse(out);
    expect(Object.keys(answer)).toEqual([
      ...["fid", "kid", "is", "precision", "recall", "density", "coverage"],
    ]);
    const { fid, prdc } = golden.sizes[0]!;
    expect(answer).toMatchObject({
      fid: expect.closeTo(fid.exact, 10),
      kid: expect.any(Number),
      is: {
        mean: expect.closeTo(golden.inceptionScore.original!.mean, 10),
        std: expect.closeTo(golden.inceptionScore.original!.std, 10),
      },
      precision: expect.closeTo(prdc.precision, 14),
      recall: expect.closeTo(prdc.recall, 14),
      density: expect.closeTo(prdc.density, 14),
      coverage: expect.closeTo(prdc.coverage, 14),
    });
  });

  test("only what was asked for, as a table, with warnings beside it", async () => {
    const files = ["--real", "real.npy", "--fake", "few.npy", "--probs", "probs.npy"];
    const { code, out, err } = await command(
      ...([cwd, "metrics", ...files, "--metrics", "kid,fid", "--subsets", "3"] as const),
    );
    expect(code).toBe(0);
    const lines = out.trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(
        /^FID +[\d.]+ +500 real, 50 fake, mean term [\d.]+, trace term [\d.]+$/,
      ),
      expect.stringMatching(
        /^KID +-?[\d.]+ +± [\d.]+ over 3 subsets, 500 real, 50 fake, subset size 50$/,
      ),
    ]);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(err).toContain("warning: 50 samples are too few for 64 dimensions");
    expect(err).toContain("warning: 50 samples are too few for subsets of 1000");
  });

  test("the same for the same seed", async () => {
    const kid = async (seed: string) => {
      const files = ["--real", "real.npy", "--fake", "fake.npy", "--metrics", "kid"];
      const few = ["--subsets", "2", "--subset-size", "20", "--json"];
      return (await command(cwd, "metrics", ...files, ...few, "--seed", seed)).out;
    };
    const [one, again, other] = [await kid("1"), await kid("1"), await kid("2")];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

test.each<[string, string, string]>([
  [
    "other dimensions",
    "--real real.npy --fake wide.npy",
    "--fake: must have as many columns as --real, got 65 in wide.npy and 64 in real.npy",
  ],
  [
    "too few rows for k",
    "--real real.npy --fake few.npy --k 50",
    "few.npy: prdc needs at least 51 rows, got 50",
  ],
  [
    "NaN",
    "--real real.npy --fake broken.npy",
    "broken.npy: values must be finite, got NaN in row 7, column 3",
  ],
  ["features as probabilities", "--probs real.npy", "a row must be probabilities that add up to 1"],
  ["k = 0", "--real real.npy --fake fake.npy --k 0", "must be a whole number of at least 1"],
])("refuses %s", async (_, args, message) => {
  const result = await command(cwd, "metrics", ...args.split(" "));
  expectRefusal(result);
  expect(result.err).toContain(message);
});
