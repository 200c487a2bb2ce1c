/** What the recipes of Miyato et al. 2018 share: its settings, its protocol, its table 2. */
import type { ConfigInput } from "../schema.ts";

/** The paper, as recipes cite it. */
export const SN_GAN = "Miyato et al. 2018";

/** How the paper measures. */
export const SN_GAN_PROTOCOL =
  "IS: 5000 generated images, 10 times; mean and standard deviation of the 10. " +
  "FID: 10000 test images against 5000 generated ones, the authors' own port of Inception.";

/** The settings of table 1: Adam's α, β₁, β₂ and n_dis, and where the paper took them from. */
export const SETTINGS = {
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
export type Setting = keyof typeof SETTINGS;
export const settings = Object.keys(SETTINGS) as readonly Setting[];

/** What a method changes in a config without any method: parts of the two networks, and the loss. */
export interface MethodParts {
  readonly loss: ConfigInput["loss"];
  readonly discriminator: NonNullable<ConfigInput["discriminator"]>;
}

/** SN as the authors' code has it: u moves in every pass of a network. */
export const AUTHORS_SN = { name: "sn", advance: "pass" } as const;

/** Batch normalization of the authors' code: Chainer's ε. */
export const AUTHORS_BATCH_NORM = { name: "batch-norm", epsilon: 2e-5 } as const;

/**
 * The standard CNN at one of the settings; batch size, initial weights, the order of updates, ε and the
 * running statistics are those of the authors' code for such networks, chainer-gan-lib.
 */
export function standardCnn(
  setting: Setting,
  data: NonNullable<ConfigInput["data"]>,
  { loss, discriminator }: MethodParts,
): ConfigInput {
  const { learningRate, beta1, beta2, nDis } = SETTINGS[setting];
  const player = {
    optimizer: { name: "adam", learningRate, beta1, beta2 },
    initializer: { name: "normal", std: 0.02 },
  } as const;
  return {
    steps: 100_000,
    batchSize: 64,
    nDis,
    order: "generator-first",
    data,
    model: {
      architecture: "cnn",
      latentSize: 128,
      generatorChannels: 512,
      discriminatorChannels: 64,
    },
    loss,
    generator: { ...player, normalization: AUTHORS_BATCH_NORM, runningStatistics: "all-steps" },
    discriminator: { ...player, ...discriminator },
  };
}

/** The paper's optimizer for residual networks, and the initial weights of the authors' code. */
export const resnetPlayer = {
  optimizer: { name: "adam", learningRate: 2e-4, beta1: 0, beta2: 0.9 },
  initializer: { name: "xavier" },
} as const;

/** The gradient penalty as compared in the paper. */
export const GRADIENT_PENALTY = { name: "gp", weight: 10 } as const;
export const PLAIN = { name: "none" } as const;
/** Weights that start orthonormal and are kept close to orthonormal. */
export const ORTHONORMAL: MethodParts["discriminator"] = {
  initializer: { name: "orthogonal" },
  reparametrization: PLAIN,
  penalties: [{ name: "orthonormal", weight: 1e-4 }],
};
export const ORTHONORMAL_NOTE =
  "The discriminator's weights start orthonormal, and a penalty keeps them close to it. The paper does not " +
  "give the penalty's strength; 1e-4 is this package's default. ";
