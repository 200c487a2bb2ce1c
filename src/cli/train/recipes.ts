/** Lists the recipes. */
import { findRecipes, recipes } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { table } from "../../terminal/table.ts";
import { printLines } from "../../terminal/terminal.ts";

/**
 * Prints the recipes by group, one line each.
 *
 * @param text limits the list to recipes whose name, group or title contains each of its words.
 * @throws EvenkeelError `USAGE` when there is none.
 */
export function printRecipes(text = ""): void {
  printLines(recipeLines(text));
}

/** The lines that {@link printRecipes} prints, at most 80 columns wide. */
export function recipeLines(text: string): string[] {
  const all = Object.keys(recipes).length;
  const groups = findRecipes(text);
  const found = groups.reduce((sum, group) => sum + group.recipes.length, 0);
  if (found === 0) {
    throw new EvenkeelError(
      "USAGE",
      `train: --list must be given text that a recipe's name, group or title contains, got ${JSON.stringify(text)}`,
      { advice: "evenkeel train --list lists all recipes." },
    );
  }
  const head =
    found === all
      ? `${all} recipes; --list TEXT shows those whose name, group or title contains TEXT`
      : `${found} of ${all} recipes`;
  return [
    head,
    ...groups.flatMap(({ group, title, recipes: own }) => [
      "",
      `${group}: ${title}`,
      ...table(own.map((recipe) => [`  ${recipe.name}`, recipe.title])),
    ]),
  ];
}
