import { describe, expect, test } from "vitest";
import type { EvenkeelError } from "../../errors.ts";
import { type DatasetOptions, datasetNames, resolveDatasetOptions } from "./options.ts";

describe("resolveDatasetOptions", () => {
  test("fills in the defaults", () => {
    expect(resolveDatasetOptions({ name: "shapes" })).toEqual({
      name: "shapes",
      root: "data",
      split: "train",
      size: 32,
      path: undefined,
      count: undefined,
      seed: 0,
      modes: undefined,
      std: undefined,
      labels: undefined,
      resize: undefined,
      channels: 3,
    });
  });

  test("points have no size, whatever is asked, and the options of their set", () => {
    expect(resolveDatasetOptions({ name: "grid", size: 48 })).toMatchObject({
      size: 1,
      modes: 25,
      std: 0.1,
    });
    expect(resolveDatasetOptions({ name: "moons" })).toMatchObject({ size: 1, std: 0.05 });
  });

  test("its own results are options as well", () => {
    for (const name of datasetNames) {
      const resolved = resolveDatasetOptions({ name });
      expect(resolveDatasetOptions(resolved)).toEqual(resolved);
    }
  });

  test("what some sets have alone", () => {
    expect(resolveDatasetOptions({ name: "cifar100" })).toMatchObject({ labels: "fine" });
    expect(resolveDatasetOptions({ name: "stl10" })).toMatchObject({ resize: "opencv-bilinear" });
    expect(resolveDatasetOptions({ name: "mnist" })).toMatchObject({ resize: "pad", channels: 1 });
    expect(resolveDatasetOptions({ name: "folder", path: "x" })).toMatchObject({
      crop: "square",
      resize: "sharp-cubic",
      memory: 2048,
    });
    expect(resolveDatasetOptions({ name: "celeba" })).toMatchObject({
      crop: 128,
      resize: "opencv-bilinear",
    });
    expect(resolveDatasetOptions({ name: "imagenet" })).toMatchObject({
      crop: "square",
      resize: "opencv-bilinear",
    });
  });

  test("refuses what it does not know, naming the option and the value", () => {
    const refused = [
      { name: "cifar" },
      { name: "shapes", split: "valid" },
      { name: "shapes", size: 4 },
      { name: "shapes", size: 32.5 },
      { name: "shapes", count: 0 },
      { name: "shapes", seed: Number.NaN },
      { name: "shapes", split: "unlabeled" },
      { name: "cifar10", labels: "coarse" },
      { name: "cifar100", labels: "both" },
      { name: "stl10", resize: "pad" },
      { name: "mnist", channels: 2 },
      { name: "ring", channels: 1 },
      { name: "folder", resize: "pad" },
      { name: "folder", crop: 0 },
      { name: "folder", memory: 0.5 },
      { name: "cifar10", crop: 28 },
      { name: "shapes", memory: 10 },
    ] as unknown as readonly DatasetOptions[];
    const messages = refused.map((options) => {
      try {
        return JSON.stringify(resolveDatasetOptions(options));
      } catch (error) {
        return `${(error as EvenkeelError).code}: ${(error as EvenkeelError).message}`;
      }
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "CONFIG: data.name: must be one of shapes, cifar10, cifar100, stl10, mnist, fashion-mnist, celeba, imagenet, folder, ring, grid, swiss-roll, moons, got "cifar"",
        "CONFIG: data.split: must be one of train, test, all, unlabeled, got "valid"",
        "CONFIG: data.size: must be a whole number in 8 … 1024, got 4",
        "CONFIG: data.size: must be a whole number in 8 … 1024, got 32.5",
        "CONFIG: data.count: must be a whole number in 1 … 2147483648, got 0",
        "CONFIG: data.seed: must be a whole number in -9007199254740991 … 9007199254740991, got NaN",
        "CONFIG: data.split: must be one of train, test, all, got "unlabeled"",
        "CONFIG: data.labels: must be left out for the set cifar10, got coarse",
        "CONFIG: data.labels: must be one of fine, coarse, got "both"",
        "CONFIG: data.resize: must be one of opencv-bilinear, tf1-bilinear, pillow-box, pillow-bilinear, pillow-bicubic, got "pad"",
        "CONFIG: data.channels: must be one of 1, 3, got 2",
        "CONFIG: data.channels: must be left out for the set ring, got 1",
        "CONFIG: data.resize: must be one of sharp-cubic, sharp-nearest, sharp-linear, sharp-mitchell, sharp-lanczos2, sharp-lanczos3, tf1-bilinear, opencv-bilinear, pillow-box, pillow-bilinear, pillow-bicubic, got "pad"",
        "CONFIG: data.crop: must be a whole number in 1 … 8192, got 0",
        "CONFIG: data.memory: must be a whole number in 1 … 1048576, got 0.5",
        "CONFIG: data.crop: must be left out for the set cifar10, got 28",
        "CONFIG: data.memory: must be left out for the set shapes, got 10",
      ]
    `);
  });
});
