/** From a config to the model it describes. */
import { internal } from "../errors.ts";
import {
  cnnDiscriminator,
  cnnGenerator,
  createModel,
  discriminatorBlocks,
  type GanModel,
  losses,
  resnetDiscriminator,
  resnetGenerator,
  resnetPlans,
  stateShapes,
} from "../gan/index.ts";
import { adam, type Network, type Optimizer, sgd } from "../nn/index.ts";
import {
  initializers,
  type Normalization,
  normalizations,
  penalties,
  projections,
  reparametrizations,
} from "../stabilizers/index.ts";
import type { ExpectedArchitecture } from "./checkpoint-architecture.ts";
import { createMethod } from "./config/methods.ts";
import type { Config } from "./config/schema.ts";

/** Channels of the images: everything is trained in color. */
const IMAGE_CHANNELS = 3;

/**
 * The model that a config describes.
 *
 * @throws EvenkeelError `SHAPE` when its sizes do not fit together, naming the layer.
 */
export function assembleModel(config: Config): GanModel {
  const { model, generator, discriminator } = config;
  const { size } = config.data;
  const normalization = createMethod(normalizations, generator.normalization);
  const networks = networksOf(model, size, normalization);
  return createModel({
    generator: {
      network: networks.generator,
      ...trainedBy(generator),
      ema: generator.ema,
    },
    discriminator: {
      network: networks.discriminator,
      ...trainedBy(discriminator),
      reparametrization: createMethod(reparametrizations, discriminator.reparametrization),
      penalties: discriminator.penalties.map((p) => createMethod(penalties, p)),
      projections: discriminator.projections.map((p) => createMethod(projections, p)),
    },
    loss: losses[config.loss],
    latentSize: model.latentSize,
    imageShape: [IMAGE_CHANNELS, size, size],
    batchSize: config.batchSize,
  });
}

function networksOf(
  { architecture, generatorChannels, discriminatorChannels }: Config["model"],
  size: number,
  normalization: Normalization,
): { readonly generator: Network; readonly discriminator: Network } {
  if (architecture === "cnn") {
    return {
      generator: cnnGenerator({
        size,
        channels: generatorChannels,
        imageChannels: IMAGE_CHANNELS,
        normalization,
      }),
      discriminator: cnnDiscriminator({ channels: discriminatorChannels }),
    };
  }
  const plan = resnetPlans[size];
  if (plan === undefined) throw internal(`no residual network for ${size} pixels`);
  return {
    generator: resnetGenerator({
      side: plan.side,
      channels: generatorChannels,
      blocks: plan.generator.map((width) => width * generatorChannels),
      imageChannels: IMAGE_CHANNELS,
      normalization,
    }),
    discriminator: resnetDiscriminator({
      blocks: discriminatorBlocks(plan, discriminatorChannels),
      variant: architecture === "resnet" ? "miyato" : "bsn",
      // the SN-GAN authors' network for CIFAR-10 alone has no last bias
      bias: !(architecture === "resnet" && size === 32),
    }),
  };
}

/** What a checkpoint must be of to fit the config. */
export function expectedArchitecture(config: Config, model: GanModel): ExpectedArchitecture {
  const { architecture, latentSize, generatorChannels, discriminatorChannels } = config.model;
  const fingerprint = [
    `${architecture} at ${config.data.size} pixels`,
    `z ${latentSize}`,
    `channels ${generatorChannels} and ${discriminatorChannels}`,
    `reparametrization ${config.discriminator.reparametrization.name}`,
  ].join(", ");
  return { fingerprint, tensors: stateShapes(model) };
}

function trainedBy(player: Config["generator"] | Config["discriminator"]) {
  return {
    optimizer: createOptimizer(player.optimizer),
    learningRate: player.optimizer.learningRate,
    initializer: createMethod(initializers, player.initializer),
  };
}

function createOptimizer(config: Config["generator"]["optimizer"]): Optimizer {
  return config.name === "adam" ? adam(config) : sgd(config);
}
