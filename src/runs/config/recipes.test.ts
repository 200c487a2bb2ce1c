import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { recipes } from "./recipes.ts";

test("every recipe is a complete, fitting config", async () => {
  for (const { name, config } of Object.values(recipes)) {
    const set = config.data?.name === "folder" ? ["data.path=images"] : [];
    expect(await loadConfig(name, set)).toMatchObject({ ...config, name, recipe: name });
  }
});

test("the settings of table 1 of the SN-GAN paper", async () => {
  const rows = await Promise.all(
    ["a", "b", "c", "d", "e", "f"].map(async (letter) => {
      const { generator, discriminator, ...config } = await loadConfig(
        `sngan-cifar10-cnn-${letter}`,
      );
      expect(generator.optimizer).toEqual(discriminator.optimizer);
      const adam = generator.optimizer as Extract<typeof generator.optimizer, { name: "adam" }>;
      return [letter, adam.learningRate, adam.beta1, adam.beta2, config.nDis, config.steps];
    }),
  );
  expect(rows).toEqual([
    ["a", 1e-4, 0.5, 0.9, 5, 100_000],
    ["b", 1e-4, 0.5, 0.999, 1, 100_000],
    ["c", 2e-4, 0.5, 0.999, 1, 100_000],
    ["d", 1e-3, 0.5, 0.9, 5, 100_000],
    ["e", 1e-3, 0.5, 0.999, 5, 100_000],
    ["f", 1e-3, 0.9, 0.999, 5, 100_000],
  ]);
});

test("the published values are those of table 2", () => {
  const published = (name: string) =>
    recipes[name]?.published.map(({ metric, value, deviation }) => [metric, value, deviation]);
  expect(published("sngan-cifar10-cnn-c")).toEqual([
    ["IS", 7.42, 0.08],
    ["FID", 29.3, undefined],
  ]);
  expect(published("sngan-stl10-cnn-b")).toEqual([
    ["IS", 8.28, 0.09],
    ["FID", 53.1, undefined],
  ]);
});
