/** How a run's config differs from the recipe that it was started from. */
import { recipes, requestedConfig } from "../../config/index.ts";
import type { ConfigValue, RecipeDifferences } from "../api.ts";
import { configValues } from "./config-values.ts";

/** The configs of recipes, which do not change. */
const known = new Map<string, Promise<Readonly<Record<string, ConfigValue>>>>();

/**
 * The keys of a run's config with other values than its recipe's.
 *
 * @returns `null` for a config that starts from no recipe, or from one that this version does not have.
 */
export async function recipeDifferences(
  config: Readonly<Record<string, ConfigValue>>,
): Promise<RecipeDifferences | null> {
  const recipe = config.recipe;
  if (typeof recipe !== "string" || !Object.hasOwn(recipes, recipe)) return null;
  const values =
    known.get(recipe) ?? requestedConfig({ start: recipe, set: [] }).then(configValues);
  known.set(recipe, values);
  const usual = await values;
  const keys = [...new Set([...Object.keys(usual), ...Object.keys(config)])];
  const differing = keys.filter((key) => usual[key] !== config[key]);
  return {
    recipe,
    keys: differing.map((key) => ({
      key,
      value: config[key] ?? null,
      usual: usual[key] ?? null,
    })),
  };
}
