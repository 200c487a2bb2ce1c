/** Configs: the schema, the recipes, loading with every problem told at once, the reference. */
export { configMarkdown } from "./docs.ts";
export { configJsonSchema } from "./json-schema.ts";
export { loadConfig, readResolvedConfig, stringifyConfig } from "./load.ts";
export { createMethod, type MethodConfig } from "./methods.ts";
export { recipeNotes } from "./recipe-notes.ts";
export {
  type Published,
  type Recipe,
  type RecipeGroup,
  recipeGroups,
  recipes,
} from "./recipes.ts";
export { type Config, type ConfigInput, configSchema } from "./schema.ts";
export { shortenConfig } from "./shorten.ts";
