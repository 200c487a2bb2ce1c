/** The data sets of the papers, as recipes name them. */
import type { ConfigInput } from "../schema.ts";

/** The data of a recipe. */
export interface RecipeData {
  readonly title: string;
  readonly config: NonNullable<ConfigInput["data"]>;
  /** What one has to do to have it. */
  readonly needs: string;
}

/** A data set that is read as a folder of images. */
function asFolder(title: string, size: number): RecipeData {
  return {
    title,
    config: { name: "folder", split: "train", size },
    needs:
      `Needs ${title} as a folder of images: --set data.path=FOLDER; they are shrunk to ` +
      `${size} x ${size} when read.`,
  };
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
  celeba: asFolder("CelebA", 64),
  imagenet: asFolder("ImageNet", 128),
} as const satisfies Record<string, RecipeData>;
export type PaperData = keyof typeof paperData;
