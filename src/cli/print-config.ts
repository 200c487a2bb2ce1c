/** Prints configs, to start one's own from. */
import { stringify } from "yaml";
import { type Config, type Recipe, recipeNotes, recipes } from "../config/index.ts";
import { wrapText } from "../text.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";

/** Width of the comments. */
const WIDTH = 80;

/** Prints the complete config as YAML, under what there is to know of its recipe. */
export async function printConfig(request: ConfigRequest): Promise<void> {
  const config = await requestedConfig(request);
  const notes =
    (request.shorten ?? 1) > 1 ? [`Shortened ${request.shorten} times by --shorten.`] : [];
  process.stdout.write(configText(config, notes));
}

/**
 * A config as a file that `evenkeel train` takes, commented with what its recipe says.
 *
 * @param notes more to tell, a paragraph each.
 */
export function configText(config: Config, notes: readonly string[] = []): string {
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
  return `${[...comments, ""].join("#\n").replace(/#\n$/, "")}${stringify(config)}`;
}

function recipeOf(name: string | undefined): Recipe | undefined {
  return name !== undefined && Object.hasOwn(recipes, name) ? recipes[name] : undefined;
}
