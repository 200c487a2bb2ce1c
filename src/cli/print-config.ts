/** Prints configs, to start one's own from. */
import { stringify } from "yaml";
import { type Config, type Recipe, recipeNotes, recipes } from "../runs/config/index.ts";
import { wrap } from "./format.ts";
import { type ConfigRequest, requestedConfig } from "./requested-config.ts";

/** Width of the comments. */
const WIDTH = 80;
/** Stands where a recipe wants a folder and none was named. */
const NO_FOLDER = "path/to/images";

/** Prints the complete config as YAML, under what there is to know of its recipe. */
export async function printConfig(request: ConfigRequest): Promise<void> {
  const { start, set } = request;
  const missing = wantsFolder(start, set);
  const config = await requestedConfig({
    ...request,
    set: missing ? [`data.path=${NO_FOLDER}`, ...set] : set,
  });
  const notes = [
    ...(missing ? [`Put your folder of images in place of ${NO_FOLDER}.`] : []),
    ...((request.shorten ?? 1) > 1 ? [`Shortened ${request.shorten} times by --shorten.`] : []),
  ];
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
    wrap(text, WIDTH - 2)
      .map((line) => `# ${line}\n`)
      .join(""),
  );
  return `${[...comments, ""].join("#\n").replace(/#\n$/, "")}${stringify(config)}`;
}

function recipeOf(name: string | undefined): Recipe | undefined {
  return name !== undefined && Object.hasOwn(recipes, name) ? recipes[name] : undefined;
}

/** Whether a recipe reads a folder that nothing names yet. */
function wantsFolder(start: string, set: readonly string[]): boolean {
  const data = recipeOf(start)?.config.data;
  return data?.name === "folder" && !set.some((option) => /^\s*(data|recipe)[.=\s]/.test(option));
}
