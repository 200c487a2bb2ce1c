import { expect, test } from "vitest";
import { parameterCount } from "../../gan/index.ts";
import { assembleModel } from "../assemble.ts";
import { loadConfig } from "../load.ts";
import { configWarnings } from "../rules/warnings.ts";
import { type Recipe, recipeGroups, recipes } from "./registry.ts";

const all = Object.values(recipes);
const load = ({ name }: Recipe, ...set: string[]) => loadConfig(name, set);

test("every recipe is a complete, fitting config", async () => {
  for (const recipe of all) {
    const { name, config } = recipe;
    expect(await load(recipe)).toMatchObject({ ...config, name, recipe: name });
  }
});

test("every recipe's networks and methods fit together", async () => {
  for (const recipe of all) {
    // narrow, which changes no layer but its width
    const narrow = ["model.generatorChannels=16", "model.discriminatorChannels=16"];
    const { discriminator } = assembleModel(await load(recipe, ...narrow));
    expect(discriminator.output.shape, recipe.name).toEqual([recipe.config.batchSize, 1]);
  }
});

test("the standard CNN has the parameters of the paper's table 3", async () => {
  const names = ["sngan-cifar10-cnn-a", "bssn-cifar10", "weight-norm-cifar10-f"];
  for (const name of names) {
    const { generator, discriminator } = assembleModel(await load(recipes[name] as Recipe));
    expect([name, parameterCount(discriminator), parameterCount(generator)]).toEqual([
      name,
      2_935_873,
      3_828_739,
    ]);
  }
});

test("names are regular and unique", () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(recipes)).toEqual(names);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+(\.[0-9]x?)?)*$/);
});

test("the names that documents promise exist", () => {
  const promised = [
    ..."abcdef".split("").map((letter) => `sngan-cifar10-cnn-${letter}`),
    ...["quickstart", "sngan-cifar10-resnet", "sngan-stl10-cnn-b", "wgan-gp-cifar10"],
    ...["bssn-cifar10", "bssn-stl10", "bssn-celeba", "bssn-imagenet"],
    ...["eight-gaussians", "eight-gaussians-ssn", "eight-gaussians-none"],
    // former names
    "eight-gaussians-bssn",
  ];
  expect(Object.keys(recipes)).toEqual(expect.arrayContaining(promised));
});

test("every group has members, which stand together", () => {
  const order = all.map(({ group }) => group);
  const runs = order.filter((group, i) => group !== order[i - 1]);
  expect(runs).toEqual(Object.keys(recipeGroups));
});

test("another name for a recipe gives the same run", async () => {
  const aliases: Readonly<Record<string, string>> = {
    "wgan-gp-cifar10": "wgan-gp-cifar10-a",
    "bssn-stl10": "bssn-stl10-scale-1.2",
    "bssn-imagenet": "bssn-imagenet-scale-1.2",
    "bsn-celeba-lr-1e-4-1e-4": "bsn-celeba-scale-1.0",
    "sn-cifar10-lr-1e-4-1e-4": "sn-cifar10-scale-1.0",
  };
  for (const [name, other] of Object.entries(aliases)) {
    const same = await load(recipes[other] as Recipe);
    expect(await load(recipes[name] as Recipe)).toEqual({ ...same, name, recipe: name });
    expect(recipes[name]?.description).toContain(`${other}.`);
  }
});

test("no recipe is doubtful but those that repeat a paper's doubtful methods", async () => {
  const doubted: Record<string, string[]> = {};
  for (const recipe of all) {
    const warnings = configWarnings(await load(recipe));
    for (const warning of warnings) {
      doubted[warning] = [...(doubted[warning] ?? []), recipe.name];
    }
  }
  expect(doubted).toMatchInlineSnapshot(`
    {
      "discriminator.normalization: batch normalization in the discriminator hurt in the comparisons (Miyato et al. 2018, table 2; Kurach et al. 2019)": [
        "batch-norm-cifar10-a",
        "batch-norm-cifar10-b",
        "batch-norm-cifar10-c",
        "batch-norm-cifar10-d",
        "batch-norm-cifar10-e",
        "batch-norm-cifar10-f",
        "batch-norm-stl10-a",
        "batch-norm-stl10-b",
        "batch-norm-stl10-c",
        "batch-norm-stl10-d",
        "batch-norm-stl10-e",
        "batch-norm-stl10-f",
      ],
      "discriminator.reparametrization: division by the Frobenius norm collapsed early in the SN-GAN paper's comparison": [
        "wgan-gp-cifar10-cnn-frobenius",
      ],
    }
  `);
});
