/** Recipes of Miyato et al. 2018, "Spectral Normalization for Generative Adversarial Networks". */
import type { Recipe } from "./recipes.ts";
import type { ConfigInput } from "./schema.ts";

/** The settings of table 1: Adam's α, β₁, β₂ and n_dis, and where the paper took them from. */
const SETTINGS = {
  A: { learningRate: 1e-4, beta1: 0.5, beta2: 0.9, nDis: 5, origin: "Gulrajani et al. 2017" },
  B: {
    learningRate: 1e-4,
    beta1: 0.5,
    beta2: 0.999,
    nDis: 1,
    origin: "Warde-Farley & Bengio 2017",
  },
  C: { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, nDis: 1, origin: "Radford et al. 2016" },
  D: { learningRate: 1e-3, beta1: 0.5, beta2: 0.9, nDis: 5, origin: "aggressive" },
  E: { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, nDis: 5, origin: "aggressive" },
  F: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, nDis: 5, origin: "aggressive" },
} as const;
type Setting = keyof typeof SETTINGS;

const PROTOCOL =
  "IS: 5000 generated images, 10 times; mean and standard deviation of the 10. " +
  "FID: 10000 test images against 5000 generated ones, the authors' own port of Inception.";

/** The standard CNN, spectrally normalized, at one of the settings; the batch size is that of the authors' code. */
function standardCnn(setting: Setting, data: ConfigInput["data"]): ConfigInput {
  const { learningRate, beta1, beta2, nDis } = SETTINGS[setting];
  const player = {
    optimizer: { name: "adam", learningRate, beta1, beta2 },
    initializer: { name: "normal", std: 0.02 },
  } as const;
  return {
    steps: 100_000,
    batchSize: 64,
    nDis,
    data,
    model: {
      architecture: "cnn",
      latentSize: 128,
      generatorChannels: 512,
      discriminatorChannels: 64,
    },
    loss: "non-saturating",
    generator: { ...player, normalization: { name: "batch-norm" } },
    discriminator: { ...player, reparametrization: { name: "sn" } },
  };
}

function cifar10(setting: Setting): Recipe {
  const { origin } = SETTINGS[setting];
  return {
    name: `sngan-cifar10-cnn-${setting.toLowerCase()}`,
    group: "sn-gan",
    title: `SN-GAN, standard CNN, CIFAR-10, setting ${setting}`,
    description:
      `Setting ${setting} of table 1 (${origin}). Needs CIFAR-10: evenkeel data fetch cifar10. ` +
      "The published values are the paper's for the method; it does not tabulate the settings.",
    standsFor: `Miyato et al. 2018, table 2, standard CNN, SN-GANs; setting ${setting} of table 1`,
    published: [
      { metric: "IS", value: 7.42, deviation: 0.08, source: "table 2, CIFAR-10" },
      { metric: "FID", value: 29.3, source: "table 2, CIFAR-10" },
    ],
    protocol: PROTOCOL,
    config: standardCnn(setting, { name: "cifar10", split: "train", size: 32 }),
  };
}

const stl10: Recipe = {
  name: "sngan-stl10-cnn-b",
  group: "sn-gan",
  title: "SN-GAN, standard CNN, STL-10 at 48 x 48, setting B",
  description:
    "Setting B of table 1, the best for SN on STL-10. Needs STL-10 as a folder of images: " +
    "--set data.path=FOLDER; they are shrunk to 48 x 48 when read. The paper tells neither how it " +
    "shrank them nor which split it used.",
  standsFor: "Miyato et al. 2018, table 2, standard CNN, SN-GANs; setting B of table 1",
  published: [
    { metric: "IS", value: 8.28, deviation: 0.09, source: "table 2, STL-10" },
    { metric: "FID", value: 53.1, source: "table 2, STL-10" },
  ],
  protocol: PROTOCOL,
  config: standardCnn("B", { name: "folder", split: "train", size: 48 }),
};

const resnetPlayer = {
  optimizer: { name: "adam", learningRate: 2e-4, beta1: 0, beta2: 0.9 },
  initializer: { name: "xavier" },
} as const;

const cifar10Resnet: Recipe = {
  name: "sngan-cifar10-resnet",
  group: "sn-gan",
  title: "SN-GAN, residual networks, CIFAR-10, hinge loss",
  description:
    "Needs CIFAR-10: evenkeel data fetch cifar10. The authors' code gives the generator twice the " +
    "discriminator's batch and lets the learning rate fall; here both are constant.",
  standsFor: "Miyato et al. 2018, table 2, ResNet, SN-GANs (hinge)",
  published: [
    { metric: "IS", value: 8.22, deviation: 0.05, source: "table 2, CIFAR-10" },
    { metric: "FID", value: 21.7, deviation: 0.21, source: "table 2, CIFAR-10" },
  ],
  protocol: `${PROTOCOL} Mean and deviation are over models trained from different seeds.`,
  config: {
    steps: 100_000,
    batchSize: 64,
    nDis: 5,
    data: { name: "cifar10", split: "train", size: 32 },
    model: {
      architecture: "resnet",
      latentSize: 128,
      generatorChannels: 256,
      discriminatorChannels: 128,
    },
    loss: "hinge",
    generator: { ...resnetPlayer, normalization: { name: "batch-norm" } },
    discriminator: { ...resnetPlayer, reparametrization: { name: "sn" } },
  },
};

/** The recipes of the SN-GAN paper. */
export const snGan: readonly Recipe[] = [
  ...(Object.keys(SETTINGS) as Setting[]).map(cifar10),
  stl10,
  cifar10Resnet,
];
