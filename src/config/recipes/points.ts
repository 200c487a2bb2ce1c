/** Recipes in the plane, which show within about a minute what stabilizes a GAN. */
import type { ConfigInput } from "../schema.ts";
import { ALREADY_SHORT, type Recipe } from "./recipe.ts";

function eightGaussians(
  suffix: string,
  title: string,
  note: string,
  reparametrization: NonNullable<ConfigInput["discriminator"]>["reparametrization"],
): Recipe {
  const player = {
    optimizer: { name: "adam", learningRate: 1e-3, beta1: 0.5, beta2: 0.9 },
    initializer: { name: "kaiming" },
  } as const;
  return {
    name: `eight-gaussians${suffix}`,
    group: "points",
    title,
    description:
      `${note} Eight Gaussians on a ring; built in, nothing to download. Setting D of SN-GAN's ` +
      "table 1, an aggressive one; networks and loss are chosen for this package.",
    standsFor: null,
    published: [],
    protocol: null,
    measuredBy: null,
    shortened: ALREADY_SHORT,
    config: {
      threads: 1,
      steps: 3000,
      batchSize: 128,
      nDis: 5,
      data: { name: "ring", modes: 8 },
      model: {
        architecture: "mlp",
        hiddenLayers: 3,
        latentSize: 16,
        generatorChannels: 128,
        discriminatorChannels: 128,
      },
      loss: "hinge",
      generator: { ...player, normalization: { name: "none" } },
      discriminator: { ...player, reparametrization },
      sampleEvery: 500,
      checkpointEvery: 1000,
    },
  };
}

export const points: readonly Recipe[] = [
  eightGaussians("", "SN, eight Gaussians on a ring", "Spectral normalization.", { name: "sn" }),
  eightGaussians(
    "-ssn",
    "SSN, eight Gaussians on a ring, scale 1.2",
    "Spectral normalization times a scale.",
    { name: "ssn", scale: 1.2 },
  ),
  eightGaussians(
    "-bssn",
    "the former name of eight-gaussians-ssn",
    "Bidirectional spectral normalization times a scale. All layers are dense, and a dense layer's weight has " +
      "one spectral norm in both directions, so this is eight-gaussians-ssn with two estimates of it.",
    { name: "bssn", scale: 1.2 },
  ),
  eightGaussians(
    "-none",
    "nothing on D, eight Gaussians on a ring",
    "The same without any normalization, for comparison.",
    { name: "none" },
  ),
];
