/** From a config to the model it describes. */
import {
  cnnDiscriminator,
  cnnGenerator,
  createModel,
  type GanModel,
  losses,
  stateShapes,
} from "../gan/index.ts";
import { adam, type Optimizer, sgd } from "../nn/index.ts";
import {
  initializers,
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
  return createModel({
    generator: {
      network: cnnGenerator({
        size,
        channels: model.generatorChannels,
        imageChannels: IMAGE_CHANNELS,
        normalization: createMethod(normalizations, generator.normalization),
      }),
      ...trainedBy(generator),
      ema: generator.ema,
    },
    discriminator: {
      network: cnnDiscriminator({ channels: model.discriminatorChannels }),
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
