/** Recipes of Miyato et al. 2018 with residual networks. */
import type { ConfigInput } from "../schema.ts";
import { paperData } from "./data.ts";
import { type Recipe, scores, shortenedText } from "./recipe.ts";
import {
  AUTHORS_BATCH_NORM,
  AUTHORS_SN,
  type MethodParts,
  ORTHONORMAL,
  ORTHONORMAL_NOTE,
  PLAIN,
  resnetPlayer,
  SN_GAN,
  SN_GAN_PROTOCOL,
} from "./sn-gan.ts";

const SEEDS = "Mean and deviation are over models trained with different seeds.";
const CODE_NOTE =
  "Hinge loss. As in the authors' code (sngan_projection), the generator's step comes first, its batch is " +
  "twice the discriminator's, the vectors of power iteration move in every pass of the discriminator, and " +
  "the running statistics of batch normalization in every pass of the generator.";
const NOISE_NOTE = "As there, noise is added to the pixels.";

const sn = {
  title: "SN-GAN",
  row: "SN-GANs (hinge)",
  note: "",
  discriminator: { reparametrization: AUTHORS_SN },
} as const;
const orthonormal = {
  title: "orthonormal",
  row: "orthonormal regularization (hinge)",
  note: ORTHONORMAL_NOTE,
  discriminator: ORTHONORMAL,
} as const;

type Networks = Pick<
  NonNullable<ConfigInput["model"]>,
  "generatorChannels" | "discriminatorChannels"
>;
const NETWORKS = {
  cifar10: { generatorChannels: 256, discriminatorChannels: 128 },
  stl10: { generatorChannels: 512, discriminatorChannels: 64 },
  imagenet: { generatorChannels: 1024, discriminatorChannels: 64 },
} as const satisfies Record<string, Networks>;

/** Data in the form that the authors' code gives the discriminator; it has no STL-10. */
function authorsData(data: keyof typeof NETWORKS): ConfigInput["data"] {
  const { config } = paperData[data];
  return data === "stl10" ? config : { ...config, dequantization: "uniform" };
}

/** Unconditional residual networks with the hinge loss for one of the data sets. */
export function residual(
  data: keyof typeof NETWORKS,
  { loss, discriminator }: MethodParts,
): ConfigInput & { model: NonNullable<ConfigInput["model"]> } {
  return {
    steps: 100_000,
    batchSize: 64,
    nDis: 5,
    order: "generator-first",
    data: authorsData(data),
    model: { architecture: "resnet", latentSize: 128, ...NETWORKS[data] },
    loss,
    generator: {
      ...resnetPlayer,
      normalization: AUTHORS_BATCH_NORM,
      batchSize: 128,
      runningStatistics: "all-steps",
    },
    discriminator: { ...resnetPlayer, ...discriminator },
  };
}

function unconditional(
  name: string,
  data: "cifar10" | "stl10",
  method: typeof sn | typeof orthonormal,
  is: readonly [number, number],
  fid: readonly [number, number],
): Recipe {
  const { title, needs } = paperData[data];
  const unknown =
    data === "cifar10"
      ? `${NOISE_NOTE} Their configuration for CIFAR-10 lowers the learning rate over 50000 steps; here it is constant over the paper's 100000.`
      : "That code has no STL-10; no noise is added to the pixels. The paper says neither how STL-10 was resized nor which split was used; both follow the BSN authors' code.";
  return {
    name,
    group: "sn-gan-resnet",
    title: `${method.title}, ${title}, hinge`,
    description: `${method.note}${needs} ${CODE_NOTE} ${unknown}`,
    standsFor: `${SN_GAN}, table 2, ResNet, ${method.row}`,
    published: scores(`table 2, ResNet, ${title}`, is, fid),
    protocol: `${SN_GAN_PROTOCOL} ${SEEDS}`,
    measuredBy: "sngan-10k-5k",
    shortened: shortenedText(100_000),
    config: residual(data, { loss: "hinge", discriminator: method.discriminator }),
  };
}

interface ImageNetOptions {
  readonly title: string;
  readonly note: string;
  readonly standsFor: string;
  readonly published?: Recipe["published"];
  readonly conditioning?: "concatenation" | "projection";
  readonly discriminator: MethodParts["discriminator"];
}

const IMAGENET_NOTE =
  "1000 classes. The generator gets them through conditional batch " +
  "normalization, but for its last one, which is plain as in the authors' code. Batches are those of the authors' code, 16 and 32 on each of 4 GPUs. With less " +
  "memory, lower batchSize and generator.batchSize; this is then a different setting.";

/**
 * The conditional ImageNet experiment: 450K generator updates, the learning rate falls from step 400K on.
 */
function imageNet(name: string, options: ImageNetOptions): Recipe {
  const { title, note, standsFor, published = [], conditioning = "concatenation" } = options;
  const { generator, discriminator, model, ...config } = residual("imagenet", {
    loss: "hinge",
    discriminator: options.discriminator,
  });
  const schedule = { name: "linear", from: 400_000 } as const;
  return {
    name,
    group: "sn-gan-resnet",
    title,
    description: `${note}${paperData.imagenet.needs} ${IMAGENET_NOTE} ${CODE_NOTE} ${NOISE_NOTE}`,
    standsFor,
    published,
    protocol: SN_GAN_PROTOCOL,
    measuredBy: "sngan-10k-5k",
    shortened: shortenedText(450_000, ", the schedule's beginning"),
    config: {
      ...config,
      steps: 450_000,
      model: { ...model, conditioning, classes: 1000 },
      generator: {
        ...generator,
        schedule,
        normalization: { ...AUTHORS_BATCH_NORM, name: "conditional-batch-norm", last: "plain" },
      },
      discriminator: { ...discriminator, schedule },
    },
  };
}

/** The paper's residual networks, except its AC-WGAN-GP rows, whose settings it does not tell. */
export const snGanResnet: readonly Recipe[] = [
  unconditional("sngan-cifar10-resnet", "cifar10", sn, [8.22, 0.05], [21.7, 0.21]),
  unconditional("orthonormal-cifar10-resnet", "cifar10", orthonormal, [7.92, 0.04], [23.8, 0.58]),
  unconditional("sngan-stl10-resnet", "stl10", sn, [9.1, 0.04], [40.1, 0.5]),
  unconditional("orthonormal-stl10-resnet", "stl10", orthonormal, [8.72, 0.06], [42.4, 0.99]),
  imageNet("sngan-imagenet-resnet", {
    title: "SN-GAN, ImageNet, classes concatenated",
    note: "",
    standsFor: `${SN_GAN}, conditional ImageNet, table 6`,
    published: scores("conditional ImageNet", [21.1, 0.35], null),
    discriminator: sn.discriminator,
  }),
  imageNet("sngan-imagenet-projection", {
    title: "SN-GAN, ImageNet, classes projected",
    note: "The projection discriminator of the follow-up, in this paper's networks. ",
    standsFor: "Miyato & Koyama 2018, ImageNet, with this paper's networks",
    conditioning: "projection",
    discriminator: sn.discriminator,
  }),
  imageNet("orthonormal-imagenet-resnet", {
    title: "orthonormal, ImageNet, classes concatenated",
    note: `In the paper it stops improving around 20K updates. ${orthonormal.note}`,
    standsFor: `${SN_GAN}, conditional ImageNet, orthonormal regularization`,
    discriminator: ORTHONORMAL,
  }),
  imageNet("layer-norm-imagenet-resnet", {
    title: "layer norm in D, ImageNet, concatenated",
    note: "In the paper it collapses at once. Layer norm without a scale γ, not in the first block. ",
    standsFor: `${SN_GAN}, conditional ImageNet, layer normalization`,
    discriminator: {
      reparametrization: PLAIN,
      normalization: { name: "layer-norm", scale: false },
    },
  }),
  imageNet("none-imagenet-resnet", {
    title: "nothing on D, ImageNet, concatenated",
    note: "In the paper it collapses at once. ",
    standsFor: `${SN_GAN}, conditional ImageNet, without normalization`,
    discriminator: { reparametrization: PLAIN },
  }),
];
