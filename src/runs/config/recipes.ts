/** Named configs, each of which reproduces something. */
import { bsnImageNet } from "./recipes/bsn-imagenet.ts";
import { bsnGamma, bsnRates } from "./recipes/bsn-rates.ts";
import { bsnScale } from "./recipes/bsn-scale.ts";
import { more } from "./recipes/more.ts";
import { points } from "./recipes/points.ts";
import type { Recipe } from "./recipes/recipe.ts";
import { snGanCnn } from "./recipes/sn-gan-cnn.ts";
import { snGanGamma } from "./recipes/sn-gan-gamma.ts";
import { snGanResnet } from "./recipes/sn-gan-resnet.ts";
import { quickstart } from "./recipes/start.ts";

export { type Published, type Recipe, type RecipeGroup, recipeGroups } from "./recipes/recipe.ts";

/** Every recipe by its name, group by group. */
export const recipes: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [
    quickstart,
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
