/** The last normalization of conditional generators. */
import { describe, expect, test } from "vitest";
import { parameterCount } from "../gan/index.ts";
import { assembleModel } from "./assemble.ts";
import { loadConfig } from "./load.ts";

const conditional = [
  "model.conditioning=projection",
  "model.classes=7",
  "generator.normalization.name=conditional-batch-norm",
];
const plain = "generator.normalization.last=plain";

async function normalizationsOf(recipe: string, ...set: string[]) {
  const { generator } = assembleModel(await loadConfig(recipe, set));
  const shapes = generator.parameters.map(({ name, shape }) => [name, shape] as const);
  return {
    count: parameterCount(generator),
    shapes: Object.fromEntries(shapes.filter(([, shape]) => shape[0] === 7 || shape.length === 1)),
    names: generator.parameters.map(({ name }) => name),
  };
}

describe.each([
  ["cnn", "bssn-cifar10", ["data.name=shapes"], "norm3", 64],
  ["resnet", "sngan-cifar10-resnet", ["data.name=shapes"], "norm", 256],
  ["mlp", "quickstart", ["model.architecture=mlp"], "norm3", 128],
] as const)("of a %s", (_name, recipe, set, last, channels) => {
  test("is by class as the others, or plain with the same names", async () => {
    const byClass = await normalizationsOf(recipe, ...set, ...conditional);
    const ended = await normalizationsOf(recipe, ...set, ...conditional, plain);
    expect(ended.names).toEqual(byClass.names);
    expect(byClass.shapes).toMatchObject({ [`${last}/scale`]: [7, channels] });
    expect(ended.shapes).toEqual({
      ...byClass.shapes,
      [`${last}/scale`]: [channels],
      [`${last}/shift`]: [channels],
    });
    expect(byClass.count - ended.count).toBe(6 * 2 * channels);
  });
});

test("of one layer stays by class, so that the generator knows the class", async () => {
  const set = ["model.architecture=mlp", "model.hiddenLayers=1", ...conditional];
  expect(await normalizationsOf("quickstart", ...set, plain)).toEqual(
    await normalizationsOf("quickstart", ...set),
  );
});

test("of the SN-GAN authors' ImageNet generator is plain: 127 872 parameters fewer", async () => {
  const recipes = ["sngan-imagenet-resnet", "sngan-imagenet-projection"];
  const names = [...recipes, "orthonormal-imagenet-resnet", "layer-norm-imagenet-resnet"];
  for (const name of [...names, "none-imagenet-resnet"]) {
    const config = await loadConfig(name);
    expect([name, config.generator.normalization]).toEqual([
      name,
      expect.objectContaining({ name: "conditional-batch-norm", last: "plain" }),
    ]);
  }
  const count = async (last: string) => {
    const set = ["batchSize=1", "generator.batchSize=1", `generator.normalization.last=${last}`];
    const { generator } = assembleModel(await loadConfig("sngan-imagenet-resnet", set));
    return parameterCount(generator);
  };
  expect((await count("by-class")) - (await count("plain"))).toBe(127_872);
});
