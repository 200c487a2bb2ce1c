import { expect, test } from "vitest";
import { recipes } from "../../config/recipes/registry.ts";
import { recipeLines } from "./recipes.ts";

test("every recipe stands in one line of at most 80 columns, whole", () => {
  const lines = recipeLines("");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const listed = lines.filter((line) => line.startsWith("  ")).map((line) => line.trim());
  expect(listed.map((line) => line.split(/ {2,}/))).toEqual(
    Object.values(recipes).map(({ name, title }) => [name, title]),
  );
});

test("text narrows the list to the recipes whose name, group or title has each word", () => {
  expect(recipeLines("imagenet BSSN").join("\n")).toMatchInlineSnapshot(`
    "4 of 283 recipes

    bsn-imagenet: BSN (Lin et al. 2021), residual networks, ImageNet
      bssn-imagenet            BSSN, ImageNet, scale 1.2: start here
      bssn-imagenet-scale-1.2  BSSN, ImageNet, scale 1.2
      bssn-imagenet-scale-1.4  BSSN, ImageNet, scale 1.4
      bssn-imagenet-scale-1.6  BSSN, ImageNet, scale 1.6"
  `);
  expect(recipeLines("hinge 2x").join("\n")).toMatchInlineSnapshot(`
    "1 of 283 recipes

    sn-gan-stl10: SN-GAN (Miyato et al. 2018), standard CNN, STL-10
      sngan-hinge-stl10-cnn-b-2x  SN-GAN, hinge, STL-10, setting B, 2x updates"
  `);
});

test("text that no recipe has is refused", () => {
  expect(() => recipeLines("dcgam")).toThrowErrorMatchingInlineSnapshot(
    `[EvenkeelError: train: --list must be given text that a recipe's name, group or title contains, got "dcgam"]`,
  );
});
