/** Named configs, each of which reproduces something. */
import { bsnImageNet } from "./bsn-imagenet.ts";
import { bsnGamma, bsnRates } from "./bsn-rates.ts";
import { bsnScale } from "./bsn-scale.ts";
import { images } from "./images.ts";
import { more } from "./more.ts";
import { points } from "./points.ts";
import type { Recipe } from "./recipe.ts";
import { snGanCnn } from "./sn-gan-cnn.ts";
import { snGanGamma } from "./sn-gan-gamma.ts";
import { snGanResnet } from "./sn-gan-resnet.ts";
import { start } from "./start.ts";

export { type Published, type Recipe, type RecipeGroup, recipeGroups } from "./recipe.ts";

/** Every recipe by its name, group by group. */
export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [
    ...start,
    ...images,
    ...points,
    ...snGanCnn,
    ...snGanResnet,
    ...snGanGamma,
    ...bsnScale,
    ...bsnRates,
    ...bsnGamma,
    ...bsnImageNet,
    ...more,
  ].map((recipe) => [recipe.name, recipe]),
);
