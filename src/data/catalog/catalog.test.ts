import { describe, expect, test } from "vitest";
import { classCountOf, datasetCatalog, datasetInfo } from "./catalog.ts";
import type { DatasetInfo } from "./info.ts";
import { openDataset } from "./open.ts";
import { datasetNames, pointSetNames } from "./options.ts";

describe("datasetCatalog", () => {
  test("describes every data set that can be opened, in their order", () => {
    expect(datasetCatalog.map(({ name }) => name)).toEqual([...datasetNames]);
  });

  test.each(["shapes", ...pointSetNames] as const)("tells what %s has", async (name) => {
    const { counts, classes, kind } = datasetInfo(name);
    const [train, held] = [await openDataset({ name }), await openDataset({ name, split: "test" })];
    expect(counts).toEqual({ train: train.count, test: held.count });
    expect(kind).toBe(train.dtype === "uint8" ? "images" : "points");
    if (classes !== null) expect(classes).toEqual(train.classes);
  });

  test.each([
    ["cifar10", 3073],
    ["cifar100", 3074],
  ])("the files of %s have as many records as the set has images", (name, recordBytes) => {
    const { counts, download } = datasetInfo(name);
    expect(bytesOf(download) / recordBytes).toBe((counts?.train ?? 0) + (counts?.test ?? 0));
  });

  test("the files of stl10 have a record for every image and a byte for every label", () => {
    const { counts, download } = datasetInfo("stl10");
    const { train = 0, test = 0, unlabeled = 0 } = counts ?? {};
    expect(bytesOf(download)).toBe(27_648 * (train + test + unlabeled) + train + test);
  });

  test("every download has a checksum that can be one", () => {
    const checksums = datasetCatalog.flatMap(({ download }) => {
      if (download === null) return [];
      return download.kind === "archive"
        ? [download.checksums]
        : download.files.map((file) => file.checksums);
    });
    expect(checksums.length).toBeGreaterThan(10);
    const all = checksums.map(({ sha256 }) => sha256);
    for (const sha256 of all) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(all).size).toBe(all.length);
  });

  test("counts the classes that an option chooses", () => {
    expect(classCountOf({ name: "cifar100" })).toBe(100);
    expect(classCountOf({ name: "cifar100", labels: "coarse" })).toBe(20);
    expect(classCountOf({ name: "stl10", split: "unlabeled" })).toBe(1);
    expect(classCountOf({ name: "folder" })).toBe(undefined);
  });
});

/** The bytes of all files that come out of a download. */
function bytesOf(download: DatasetInfo["download"]): number {
  const sizes = download?.kind === "archive" ? Object.values(download.files) : [];
  return sizes.reduce((sum, size) => sum + size, 0);
}
