/** A recipe in words. */
import type { Published, Recipe } from "./registry.ts";

/** Decimals of values, as the papers' tables have them. */
const DECIMALS = { IS: 2, FID: 1 } as const;

/** `IS 7.40 ± 0.12`. */
export function publishedText({ metric, value, deviation }: Published): string {
  const spread = deviation === undefined ? "" : ` ± ${deviation.toFixed(2)}`;
  return `${metric} ${value.toFixed(DECIMALS[metric])}${spread}`;
}

/** Everything a recipe says, a paragraph each. */
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
