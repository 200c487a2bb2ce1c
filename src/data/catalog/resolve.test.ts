import { describe, expect, test } from "vitest";
import type { EvenkeelError } from "../../errors.ts";
import { datasetNames } from "./lookup.ts";
import type { DatasetOptions } from "./options.ts";
import { resolveDataset } from "./resolve.ts";

const resolved = (options: DatasetOptions) => resolveDataset(options).values;

describe("resolveDataset", () => {
  test("fills in the defaults", () => {
    expect(resolved({ name: "shapes" })).toEqual({
      root: "./data",
      split: "train",
      count: undefined,
      size: 32,
      seed: 0,
      channels: 3,
    });
  });

  test("points have no size, whatever is asked, and the options of their set", () => {
    expect(resolved({ name: "grid", size: 48 })).toMatchObject({ modes: 25, std: 0.1 });
    expect(resolved({ name: "ring", size: 48 })).not.toHaveProperty("size");
    expect(resolved({ name: "moons" })).toMatchObject({ std: 0.05 });
  });

  test("its own results are options as well", () => {
    for (const name of datasetNames) {
      const values = resolved({ name, ...(name === "folder" && { path: "x" }) });
      expect(resolved({ name, ...values })).toEqual(values);
    }
  });

  test("what some sets have alone", () => {
    expect(resolved({ name: "cifar100" })).toMatchObject({ labels: "fine" });
    expect(resolved({ name: "stl10" })).toMatchObject({ resize: "opencv-bilinear" });
    expect(resolved({ name: "mnist" })).toMatchObject({ resize: "pad", channels: 1 });
    expect(resolved({ name: "folder", path: "x" })).toMatchObject({
      crop: "square",
      resize: "sharp-cubic",
      memory: 2048,
    });
    expect(resolved({ name: "celeba" })).toMatchObject({ crop: 128, resize: "opencv-bilinear" });
    expect(resolved({ name: "imagenet" })).toMatchObject({
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
      { name: "imagenet", split: "all" },
      { name: "cifar10", size: 48 },
      { name: "mnist", size: 20 },
      { name: "folder" },
      { name: "cifar10", count: 50_001 },
      { name: "cifar10", labels: "coarse" },
      { name: "cifar100", labels: "both" },
      { name: "stl10", resize: "pad" },
      { name: "mnist", channels: 2 },
      { name: "ring", channels: 1 },
      { name: "folder", path: "x", resize: "pad" },
      { name: "folder", crop: 0 },
      { name: "folder", memory: 0.5 },
      { name: "cifar10", crop: 28 },
      { name: "shapes", memory: 10 },
    ] as unknown as readonly DatasetOptions[];
    const messages = refused.map((options) => {
      try {
        return JSON.stringify(resolveDataset(options).values);
      } catch (error) {
        return `${(error as EvenkeelError).code}: ${(error as EvenkeelError).message}`;
      }
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "CONFIG: data.name: must be one of shapes, cifar10, cifar100, stl10, mnist, fashion-mnist, celeba, imagenet, folder, ring, grid, swiss-roll, moons, got "cifar"",
        "CONFIG: data.split: must be one of train, test, all, unlabeled, got "valid"",
        "CONFIG: data.size: must be a whole number in [8, 1024], got 4",
        "CONFIG: data.size: must be a whole number in [8, 1024], got 32.5",
        "CONFIG: data.count: must be a whole number in [1, 100000000], got 0",
        "CONFIG: data.seed: must be a whole number, got NaN",
        "CONFIG: data.split: must be one of train, test, all when data.name is shapes (unlabeled belongs to stl10), got "unlabeled"",
        "CONFIG: data.split: must be one of train, test when data.name is imagenet, got "all"",
        "CONFIG: data.size: must be 32 when data.name is cifar10, got 48",
        "CONFIG: data.size: must be at least 28, the size of the images, unless data.resize is a resizer such as pillow-bilinear, got 20",
        "CONFIG: data.path: must name the folder or archive of images when data.name is folder (--set data.path=PATH), got nothing",
        "CONFIG: data.count: must be at most 50000, the images in the train split of cifar10, got 50001",
        "CONFIG: data.labels: must not be given when data.name is cifar10 (it belongs to cifar100), got "coarse"",
        "CONFIG: data.labels: must be one of fine, coarse, got "both"",
        "CONFIG: data.resize: must be one of tf1-bilinear, opencv-bilinear, pillow-box, pillow-bilinear, pillow-bicubic when data.name is stl10 (pad belongs to mnist, fashion-mnist), got "pad"",
        "CONFIG: data.channels: must be 1, or 3, or 4, got 2",
        "CONFIG: data.channels: must not be given when data.name is ring (it belongs to sets of images), got 1",
        "CONFIG: data.resize: must be one of sharp-nearest, sharp-linear, sharp-cubic, sharp-mitchell, sharp-lanczos2, sharp-lanczos3, tf1-bilinear, opencv-bilinear, pillow-box, pillow-bilinear, pillow-bicubic when data.name is folder (pad belongs to mnist, fashion-mnist), got "pad"",
        "CONFIG: data.crop: must be square, or a whole number in [1, 8192], got 0",
        "CONFIG: data.memory: must be a whole number in [1, 1048576], got 0.5",
        "CONFIG: data.crop: must not be given when data.name is cifar10 (it belongs to celeba, imagenet, folder), got 28",
        "CONFIG: data.memory: must not be given when data.name is shapes (it belongs to celeba, imagenet, folder), got 10",
      ]
    `);
  });
});
