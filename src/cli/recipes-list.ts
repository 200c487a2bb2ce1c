import { recipes } from "../runs/index.ts";
import { printTable } from "./format.ts";

/** Prints the recipes, grouped, a line each. */
export function printRecipes(): void {
  const all = Object.values(recipes);
  for (const group of new Set(all.map((recipe) => recipe.group))) {
    console.log(group);
    const rows = all
      .filter((r) => r.group === group)
      .map(({ name, title }) => [`  ${name}`, title]);
    printTable(rows);
  }
}
