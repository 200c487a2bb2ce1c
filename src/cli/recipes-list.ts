/** Lists the recipes. */

import { type Recipe, recipeGroups, recipes } from "../config/index.ts";
import { EvenkeelError } from "../errors.ts";
import { table } from "./format.ts";

/**
 * Prints the recipes, grouped, a line each.
 *
 * @param text only those whose name, group or title has each of its words, in whatever case.
 * @throws EvenkeelError `USAGE` when there is none.
 */
export function printRecipes(text = ""): void {
  for (const line of recipeLines(text)) console.log(line);
}

/** The lines that {@link printRecipes} prints, at most 80 columns wide. */
export function recipeLines(text: string): string[] {
  const all = Object.values(recipes);
  const words = text.toLowerCase().split(/\s+/);
  const found = all.filter((recipe) => words.every((word) => textOf(recipe).includes(word)));
  if (found.length === 0) {
    throw new EvenkeelError(
      "USAGE",
      `train: --list must be given text that the name, group or title of a recipe has, got ${JSON.stringify(text)}`,
      { advice: "evenkeel train --list lists all recipes." },
    );
  }
  const groups = Object.entries(recipeGroups).flatMap(([group, title]) => {
    const rows = found
      .filter((recipe) => recipe.group === group)
      .map((recipe) => [`  ${recipe.name}`, recipe.title]);
    return rows.length === 0 ? [] : ["", `${group}: ${title}`, ...table(rows)];
  });
  const head =
    found.length === all.length
      ? `${all.length} recipes; --list TEXT shows those whose name, group or title has TEXT`
      : `${found.length} of ${all.length} recipes`;
  return [head, ...groups];
}

function textOf({ name, group, title }: Recipe): string {
  return `${name} ${group} ${recipeGroups[group]} ${title}`.toLowerCase();
}
