/** Recipes for images of one's own. */
import { imageSettings, recipeSides, square } from "../images/index.ts";
import { ALREADY_SHORT, type Recipe } from "./recipe.ts";

/** A recipe for each side, with the narrow networks of the preset small. */
export const images: readonly Recipe[] = recipeSides.map((size) => ({
  name: `images-${size}`,
  group: "images",
  title: `your own images at ${size} x ${size} pixels`,
  description:
    "Name a folder, zip or tar of images with data.path; without it, the built-in drawings are trained on. These are " +
    "the settings of the preset small; for settings that follow from your images and your machine, name the folder " +
    "instead of a recipe. Rates, momentum and widths were chosen for this package; they are not from a paper.",
  standsFor: null,
  published: [],
  protocol: null,
  measuredBy: null,
  shortened: ALREADY_SHORT,
  config: imageSettings(square(size), "small"),
}));
