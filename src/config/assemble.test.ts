import { expect, test } from "vitest";
import { widthRatio } from "../nn/index.ts";
import { assembleModel, loadConfig } from "./index.ts";

const weightsOf = async (recipe: string, ...sets: readonly string[]) => {
  const { generator, discriminator } = assembleModel(
    await loadConfig(
      recipe,
      sets.map((set) => `model.${set}`),
    ),
  );
  return Object.fromEntries(
    [...generator.parameters, ...discriminator.parameters].flatMap((spec) =>
      spec.role === "weight" ? [[spec.name, spec]] : [],
    ),
  );
};

test("weights have those of a network of the reference's channels as references", async () => {
  const small = await weightsOf(
    "sngan-cifar10-cnn-a",
    ...["generatorChannels=64", "discriminatorChannels=16"],
    ...["referenceGeneratorChannels=512", "referenceDiscriminatorChannels=64"],
  );
  const wide = await weightsOf("sngan-cifar10-cnn-a");
  for (const [name, { shape, fanIn, fanOut }] of Object.entries(wide)) {
    expect(small[name]!.reference, name).toEqual({ shape, fanIn, fanOut });
  }
  expect(widthRatio(small["deconv1/weight"]!)).toBe(8);
  expect(widthRatio(small["conv2/weight"]!)).toBe(4);
});

test("either network may have one", async () => {
  const set = ["discriminatorChannels=16", "referenceDiscriminatorChannels=64"];
  const weights = await weightsOf("sngan-cifar10-cnn-a", ...set);
  expect(widthRatio(weights["deconv1/weight"]!)).toBe(1);
  expect(widthRatio(weights["conv2/weight"]!)).toBe(4);
});

test("without one weights have none", async () => {
  const weights = await weightsOf("sngan-cifar10-cnn-a");
  for (const spec of Object.values(weights)) expect(spec).not.toHaveProperty("reference");
});

test("channels of single layers are those of the reference in the reference", async () => {
  const weights = await weightsOf(
    "sngan-cifar10-cnn-a",
    ...["discriminatorChannels=8", "referenceDiscriminatorChannels=64"],
    "discriminatorLastChannels=100",
  );
  expect(weights["conv7/weight"]).toMatchObject({ fanOut: 900, reference: { fanOut: 7200 } });
});

test("residual networks have references as well", async () => {
  const set = ["generatorChannels=32", "discriminatorChannels=16"];
  const of = ["referenceGeneratorChannels=256", "referenceDiscriminatorChannels=128"];
  const weights = await weightsOf("sngan-cifar10-resnet", ...set, ...of);
  expect(widthRatio(weights["block1/conv1/weight"]!)).toBe(1);
  expect(widthRatio(weights["block2/conv1/weight"]!)).toBe(8);
});
