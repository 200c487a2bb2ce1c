import { describe, expect, test } from "vitest";
import type { FilesDownload } from "../../downloads/index.ts";
import type { DatasetFiles } from "../records/index.ts";
import { datasets } from "../sets/index.ts";
import { classCountOf, datasetClasses, datasetNeeds, imageShapeOf } from "./facts.ts";
import { datasetOf, records } from "./lookup.ts";
import { openDataset } from "./open.ts";
import { ownedOptions } from "./options.ts";

const drawn = records.filter(({ files }) => files.kind === "built-in").map(({ name }) => name);

describe("the records", () => {
  test.each(drawn)("say what %s has", async (name) => {
    const { counts, kind } = datasetOf(name);
    const [train, held] = [await openDataset({ name }), await openDataset({ name, split: "test" })];
    expect(counts).toEqual({ train: train.count, test: held.count });
    expect(kind).toBe(train.dtype === "uint8" ? "images" : "points");
    expect(datasetClasses({ name })).toEqual(train.classes);
    expect(imageShapeOf({ name })).toEqual([train.channels, train.height, train.width]);
  });

  test.each([
    ["cifar10", 3073],
    ["cifar100", 3074],
  ])("the files of %s have as many records as the set has images", (name, recordBytes) => {
    const { counts, files } = datasetOf(name);
    expect(bytesOf(files) / recordBytes).toBe((counts?.train ?? 0) + (counts?.test ?? 0));
  });

  test("the files of stl10 have a record for every image and a byte for every label", () => {
    const { counts, files } = datasetOf("stl10");
    const { train = 0, test = 0, unlabeled = 0 } = counts ?? {};
    expect(bytesOf(files)).toBe(27_648 * (train + test + unlabeled) + train + test);
  });

  test("every download has a checksum that can be one", () => {
    const checksums = records.flatMap(({ files }) => {
      if (files.kind === "archive") return [files.checksums];
      return files.kind === "files" ? (files as FilesDownload).files.map((f) => f.checksums) : [];
    });
    expect(checksums.length).toBeGreaterThan(10);
    const all = checksums.map(({ sha256 }) => sha256);
    for (const sha256 of all) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(all).size).toBe(all.length);
  });

  test("have names of their own", () => {
    expect(new Set(datasets.map(({ name }) => name)).size).toBe(datasets.length);
  });

  test("share an option only as the same option, which has a default or can be left out", () => {
    for (const { key, schema, owners } of ownedOptions) {
      expect(schema.safeParse(undefined).success, key).toBe(true);
      for (const owner of owners) expect(owner.schema, `${owner.set.name}: ${key}`).toBe(schema);
    }
  });
});

test("classes are counted as the options choose them", () => {
  expect(classCountOf({ name: "cifar100" })).toBe(100);
  expect(classCountOf({ name: "cifar100", labels: "coarse" })).toBe(20);
  expect(classCountOf({ name: "stl10", split: "unlabeled" })).toBe(1);
  expect(classCountOf({ name: "imagenet" })).toBe(1000);
  expect(classCountOf({ name: "ring", modes: 3 })).toBe(3);
  expect(classCountOf({ name: "folder" })).toBe(undefined);
});

test("what one has to do to have a set", () => {
  expect(
    [
      datasetNeeds({ name: "cifar10" }),
      datasetNeeds({ name: "stl10", size: 48 }),
      datasetNeeds({ name: "mnist" }),
      datasetNeeds({ name: "celeba", size: 64 }),
      datasetNeeds({ name: "imagenet", size: 128 }),
      datasetNeeds({ name: "folder" }),
      datasetNeeds({ name: "shapes" }),
    ].join("\n"),
  ).toMatchInlineSnapshot(`
    "Needs CIFAR-10: evenkeel data fetch cifar10 (162 MiB).
    Needs STL-10: evenkeel data fetch stl10 (2.5 GiB); its images are resized to 48 x 48 when read.
    Needs MNIST: evenkeel data fetch mnist (11.1 MiB); its images are resized to 32 x 32 when read.
    Needs CelebA: by hand, see evenkeel data info celeba; its middle 128 x 128 pixels are resized to 64 x 64 when read.
    Needs ImageNet: by hand, see evenkeel data info imagenet; its middle squares are resized to 128 x 128 when read.
    Needs Your own images: yours, named by data.path; its middle squares are resized to 32 x 32 when read.
    Needs Shapes: built in."
  `);
});

/** The bytes of all files that come out of an archive. */
function bytesOf(files: DatasetFiles): number {
  const sizes = files.kind === "archive" ? Object.values(files.files) : [];
  return sizes.reduce((sum, size) => sum + size, 0);
}
