/** The data sets of the papers, as recipes name them. */
import type { ConfigInput } from "../schema.ts";

/** The data of a recipe. */
export interface RecipeData {
  readonly title: string;
  readonly config: NonNullable<ConfigInput["data"]>;
  /** What one has to do to have it. */
  readonly needs: string;
}

export const paperData = {
  cifar10: {
    title: "CIFAR-10",
    config: { name: "cifar10", split: "train", size: 32 },
    needs: "Needs CIFAR-10: evenkeel data fetch cifar10.",
  },
  stl10: {
    title: "STL-10",
    config: { name: "stl10", split: "unlabeled", size: 48 },
    needs:
      "Needs STL-10: evenkeel data fetch stl10 (2.5 GiB); its images are shrunk to 48 x 48 when read.",
  },
  celeba: {
    title: "CelebA",
    config: { name: "celeba", split: "all", size: 64 },
    needs:
      "Needs CelebA's aligned images in data.root (evenkeel data info celeba); their central " +
      "128 x 128 pixels are shrunk to 64 x 64 when read.",
  },
  imagenet: {
    title: "ImageNet",
    config: { name: "imagenet", split: "train", size: 128 },
    needs:
      "Needs ImageNet's training images in data.root, as folders or the original tar (evenkeel data " +
      "info imagenet); their central squares are shrunk to 128 x 128 when read.",
  },
} as const satisfies Record<string, RecipeData>;
export type PaperData = keyof typeof paperData;
