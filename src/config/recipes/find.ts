/** Finds recipes by text. */
import { type Recipe, recipeGroups, recipes } from "./registry.ts";

/** The recipes found in one group. */
export interface FoundRecipes {
  readonly group: Recipe["group"];
  readonly title: string;
  readonly recipes: readonly Recipe[];
}

/**
 * The recipes whose name, group, group title or title contains each word of a text, in any case, by group;
 * groups without such recipes are omitted. Without a text, all recipes.
 */
export function findRecipes(text = ""): readonly FoundRecipes[] {
  const words = text.toLowerCase().split(/\s+/);
  const found = Object.values(recipes).filter((recipe) =>
    words.every((word) => textOf(recipe).includes(word)),
  );
  return (Object.entries(recipeGroups) as [Recipe["group"], string][]).flatMap(([group, title]) => {
    const own = found.filter((recipe) => recipe.group === group);
    return own.length === 0 ? [] : [{ group, title, recipes: own }];
  });
}

function textOf({ name, group, title }: Recipe): string {
  return `${name} ${group} ${recipeGroups[group]} ${title}`.toLowerCase();
}
