import { describe, expect, test } from "vitest";
import { datasetCatalog, datasetInfo } from "./catalog.ts";
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

  test("its CIFAR-10 files have as many records as the set has images", () => {
    const { counts, download } = datasetInfo("cifar10");
    const bytes = Object.values(download?.files ?? {}).reduce((sum, size) => sum + size, 0);
    expect(bytes / 3073).toBe((counts?.train ?? 0) + (counts?.test ?? 0));
  });
});
