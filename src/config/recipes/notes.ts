/** The description of a recipe as text. */
import type { Published, Recipe } from "./registry.ts";

/** The least number of decimals of values, as in the papers' tables. */
const DECIMALS = { IS: 2, FID: 1 } as const;
const decimalsOf = (value: number) => String(value).split(".")[1]?.length ?? 0;

/** `IS 7.40 ± 0.12`. */
export function publishedText({ metric, value, deviation }: Published): string {
  const spread = deviation === undefined ? "" : ` ± ${deviation.toFixed(2)}`;
  return `${metric} ${value.toFixed(Math.max(DECIMALS[metric], decimalsOf(value)))}${spread}`;
}

/** The full description of a recipe, a list of paragraphs. */
export function recipeNotes(recipe: Recipe): string[] {
  const { name, title, description, standsFor, published, protocol, shortened } = recipe;
  const values = published.map((one) => `${publishedText(one)} (${one.source})`);
  return [
    `${name}: ${title}.`,
    ...(standsFor === null ? [] : [`Stands for: ${standsFor}.`]),
    ...(standsFor === null
      ? []
      : [`Published: ${values.join(", ") || "no value to compare with"}.`]),
    ...(protocol === null ? [] : [`Measured there: ${protocol}`]),
    description,
    `Shortened: ${shortened}`,
  ];
}
