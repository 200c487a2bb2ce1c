/** Configs as commented files that users can start from. */
import { wrapText } from "../text.ts";
import { recipeNotes } from "./recipes/notes.ts";
import { type Recipe, recipes } from "./recipes/registry.ts";
import type { Config } from "./schema.ts";
import { stringifyYaml } from "./write-yaml.ts";

/** Width of the comments. */
const WIDTH = 80;

/**
 * A config as the text of a file that `evenkeel train` accepts, with the notes on its recipe as comments.
 *
 * @param notes further comments, a paragraph each.
 */
export function commentedConfig(config: Config, notes: readonly string[] = []): string {
  const recipe = recipeOf(config.recipe);
  const paragraphs = [
    ...(recipe ? recipeNotes(recipe) : []),
    ...notes,
    ...(recipe ? ["A key that you delete falls back to the recipe's value."] : []),
  ];
  const comments = paragraphs.map((text) =>
    wrapText(text, WIDTH - 2)
      .map((line) => `# ${line}\n`)
      .join(""),
  );
  return `${[...comments, ""].join("#\n").replace(/#\n$/, "")}${stringifyYaml(config)}`;
}

function recipeOf(name: string | undefined): Recipe | undefined {
  return name !== undefined && Object.hasOwn(recipes, name) ? recipes[name] : undefined;
}
