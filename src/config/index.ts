/** Configs: schema, recipes, loading with all problems reported at once, and reference documentation. */
export { assembleModel, expectedArchitecture, isPoints, updatesOf } from "./assemble.ts";
export { checkArchitecture, type ExpectedArchitecture } from "./checkpoint-architecture.ts";
export { commentedConfig } from "./commented.ts";
export { loadConfig, readResolvedConfig, stringifyConfig } from "./load.ts";
export { readOwnSettings, stringifyOwnSettings } from "./own-settings.ts";
export { valueAt } from "./problems.ts";
export { type FoundRecipes, findRecipes } from "./recipes/find.ts";
export { recipeNotes } from "./recipes/notes.ts";
export { type Published, type Recipe, recipeGroups, recipes } from "./recipes/registry.ts";
export { shortenConfig } from "./recipes/shorten.ts";
export { type ConfigPath, configJsonSchema } from "./reference/json-schema.ts";
export { configMarkdown } from "./reference/markdown.ts";
export { type ConfigRequest, requestedConfig } from "./requested.ts";
export { configWarnings } from "./rules/warnings.ts";
export { RUN_NAME, RUN_NAME_RULE } from "./run-name.ts";
export type { Config } from "./schema.ts";
export { parseRunSettings, type RunSettings, type RunSettingsInput } from "./settings.ts";
export { type Problem, type Source, yamlSource } from "./sources.ts";
