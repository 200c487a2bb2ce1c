/** The data sets of the papers, as recipes name them. */
import { type DatasetName, datasetNeeds, datasetOf } from "../../data/index.ts";
import type { ConfigInput } from "../schema.ts";

/** The data of a recipe. */
export interface RecipeData {
  readonly title: string;
  readonly config: NonNullable<ConfigInput["data"]>;
  /** How to get the data. */
  readonly needs: string;
}

type Config = RecipeData["config"] & { readonly name: DatasetName };

function recipeData<const C extends Config>(config: C) {
  return { title: datasetOf(config.name).title, config, needs: datasetNeeds(config) };
}

export const paperData = {
  cifar10: recipeData({ name: "cifar10", split: "train", size: 32 }),
  stl10: recipeData({ name: "stl10", split: "unlabeled", size: 48 }),
  celeba: recipeData({ name: "celeba", split: "all", size: 64 }),
  imagenet: recipeData({ name: "imagenet", split: "train", size: 128 }),
};
export type PaperData = keyof typeof paperData;
