/** The papers' pairs of networks, by name. */
import { EvenkeelError } from "../../errors.ts";
import type { Network } from "../../nn/index.ts";
import type { Normalization } from "../../stabilizers/index.ts";
import { cnnDiscriminator, cnnGenerator } from "./cnn.ts";
import type { Conditioning } from "./conditioning.ts";
import { mlpDiscriminator, mlpGenerator } from "./mlp.ts";
import { resnetDiscriminator, resnetGenerator } from "./resnet.ts";
import { discriminatorBlocks, resnetPlans } from "./resnet-plans.ts";

/** Names of architectures. */
export const architectures = ["cnn", "sndcgan", "resnet", "resnet-bsn", "mlp"] as const;
export type Architecture = (typeof architectures)[number];

/** One network of a pair. */
export interface NetworkOptions {
  /** Channels of the first layer or block; of an mlp the width of the hidden layers. */
  readonly channels: number;
  readonly normalization: Normalization;
  /** Whether it is built for the initializer of that name (residual networks only). Default false. */
  readonly fixup?: boolean | undefined;
}

/** Options of {@link createNetworks}. */
export interface NetworksOptions {
  readonly architecture: Architecture;
  /** `[C, H, W]` */
  readonly imageShape: readonly [number, number, number];
  /** How the discriminator is told the classes. Default none. */
  readonly condition?: Conditioning | undefined;
  /** Hidden layers of an mlp. Default 3. */
  readonly hiddenLayers?: number | undefined;
  readonly generator: NetworkOptions;
  readonly discriminator: NetworkOptions & {
    /** Channels of a cnn's last convolution. Default 8 times the first one's. */
    readonly lastChannels?: number | undefined;
  };
}

/** A generator and a discriminator that fit each other. */
export interface Networks {
  readonly generator: Network;
  readonly discriminator: Network;
}

/**
 * The networks of an architecture for images of this shape.
 *
 * @throws EvenkeelError `SHAPE` when there is none for this size.
 */
export function createNetworks(options: NetworksOptions): Networks {
  switch (options.architecture) {
    case "cnn":
    case "sndcgan":
      return cnns(options);
    case "resnet":
    case "resnet-bsn":
      return resnets(options);
    case "mlp":
      return mlps(options);
  }
}

function cnns({ architecture, imageShape, condition, ...players }: NetworksOptions): Networks {
  const [imageChannels, size] = imageShape;
  const { generator, discriminator } = players;
  return {
    generator: cnnGenerator({ ...generator, size, imageChannels }),
    discriminator: cnnDiscriminator({
      ...discriminator,
      plan: architecture === "cnn" ? "paper" : "sndcgan",
      ...(condition && { condition }),
    }),
  };
}

function resnets({ architecture, imageShape, condition, ...players }: NetworksOptions): Networks {
  const [imageChannels, size] = imageShape;
  const { generator, discriminator } = players;
  const plan = resnetPlans[size];
  if (plan === undefined) {
    throw new EvenkeelError(
      "SHAPE",
      `${architecture}: images must have ${Object.keys(resnetPlans).join(", ")} pixels a side, got ${size}`,
    );
  }
  return {
    generator: resnetGenerator({
      side: plan.side,
      channels: generator.channels,
      blocks: plan.generator.map((width) => width * generator.channels),
      imageChannels,
      ...(generator.fixup ? { fixup: true } : { normalization: generator.normalization }),
    }),
    discriminator: resnetDiscriminator({
      blocks: discriminatorBlocks(plan, discriminator.channels),
      variant: architecture === "resnet" ? "miyato" : "bsn",
      // the SN-GAN authors' network for CIFAR-10 alone has no last bias
      bias: !(architecture === "resnet" && size === 32),
      ...(condition && { condition }),
      ...(discriminator.fixup ? { fixup: true } : { normalization: discriminator.normalization }),
    }),
  };
}

function mlps({ imageShape, condition, hiddenLayers = 3, ...players }: NetworksOptions): Networks {
  const [, height, width] = imageShape;
  const size = ({ channels, normalization }: NetworkOptions) => ({
    layers: hiddenLayers,
    width: channels,
    normalization,
  });
  return {
    generator: mlpGenerator({
      ...size(players.generator),
      imageShape,
      bounded: height * width > 1,
    }),
    discriminator: mlpDiscriminator({
      ...size(players.discriminator),
      ...(condition && { condition }),
    }),
  };
}
