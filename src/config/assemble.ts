/** Builds the model that a config describes. */
import { classCountOf, datasetOf, imageShapeOf } from "../data/index.ts";
import {
  type Architecture,
  architectures,
  createNetworks,
  type NetworkOptions,
  type Networks,
} from "../gan/architectures/index.ts";
import { type Augmentation, augmentations } from "../gan/augmentation/index.ts";
import {
  type AuxiliaryWeights,
  createModel,
  expectLayers,
  type GanModel,
  linearDecay,
  losses,
  stateShapes,
  type Updates,
} from "../gan/index.ts";
import { adam, type Optimizer, sgd } from "../nn/index.ts";
import {
  type InitializerMethod,
  initializers,
  penalties,
  projections,
} from "../stabilizers/index.ts";
import type { ExpectedArchitecture } from "./checkpoint-architecture.ts";
import { createMethod, createNormalization, createReparametrization } from "./methods.ts";
import { type Channels, channelsOf, ownOptions, referenceChannelsOf } from "./model.ts";
import type { Config } from "./schema.ts";

type PlayerConfig = Config["generator"] | Config["discriminator"];

/**
 * The model that a config describes.
 *
 * @throws EvenkeelError `SHAPE` if its sizes do not fit together, naming the layer; `CONFIG` if a
 *   reparametrization names a layer that its network does not have.
 */
export function assembleModel(config: Config): GanModel {
  const { model, generator, discriminator, batchSize } = config;
  const networks = networksOf(config, channelsOf(model));
  const references = referencesOf(config);
  const assembled = createModel({
    generator: {
      network: networks.generator,
      reference: references?.generator,
      ...trainedBy(generator, config.steps),
      ema: generator.ema,
      batchSize: generator.batchSize,
      runningStatistics: generator.runningStatistics,
    },
    discriminator: {
      network: networks.discriminator,
      reference: references?.discriminator,
      ...trainedBy(discriminator, config.steps),
      penalties: discriminator.penalties.map((p) => createMethod(penalties, p)),
      projections: discriminator.projections.map((p) => createMethod(projections, p)),
    },
    loss: losses[config.loss],
    augmentation: createMethod<Augmentation | undefined>(augmentations, config.augmentation),
    latentSize: model.latentSize,
    latentDistribution: model.latentDistribution,
    imageShape: imageShapeOf(config.data),
    imageType: isPoints(config) ? "float32" : "uint8",
    dequantization: config.data.dequantization,
    ...(model.conditioning !== "none" && { classes: classesOf(config) }),
    ...(model.conditioning === "auxiliary-classifier" && { auxiliary: auxiliaryWeights(config) }),
    batchSize,
  });
  for (const player of ["generator", "discriminator"] as const) {
    const { reparametrization } = config[player];
    if (!("scale" in reparametrization) || typeof reparametrization.scale !== "object") continue;
    const names = Object.keys(reparametrization.scale).filter((name) => name !== "default");
    expectLayers(`${player}.reparametrization.scale`, names, assembled[player]);
  }
  return assembled;
}

/** The updates that make up one iteration of a config. */
export function updatesOf({ nDis, order, generator }: Config): Updates {
  return { nDis, order, generatorNoise: generator.noise };
}

/** The number of classes of a config's networks; `undefined` if it depends on the user's folders. */
function classesOf({ model, data }: Config): number | undefined {
  return model.classes ?? classCountOf(data);
}

function auxiliaryWeights({ auxiliaryClassifier = {} }: Config): AuxiliaryWeights {
  const { real = 1, generated = 1, generator = 1 } = auxiliaryClassifier;
  return { real, generated, generator };
}

/** Whether a config's data are points in the plane. */
export function isPoints({ data }: Config): boolean {
  return datasetOf(data.name).kind === "points";
}

/** @param options the architecture's own. */
function networksOf(
  config: Config,
  channels: Channels,
  options: Readonly<Record<string, unknown>> = ownOptions(config.model),
): Networks {
  const { architecture, conditioning } = config.model;
  const networkOptions = (name: keyof Channels): NetworkOptions => {
    const { initializer, normalization } = config[name];
    const { fixup = false }: InitializerMethod = initializers[initializer.name];
    return { channels: channels[name], ...createNormalization(normalization), fixup };
  };
  return createNetworks({
    architecture,
    imageShape: imageShapeOf(config.data),
    condition: conditioning,
    generator: networkOptions("generator"),
    discriminator: networkOptions("discriminator"),
    options,
  });
}

/** The networks whose proportions those of a config keep; `undefined` if they have none but their own. */
function referencesOf(config: Config): Networks | undefined {
  const [own, reference] = [channelsOf(config.model), referenceChannelsOf(config.model)];
  const times = {
    generator: reference.generator / own.generator,
    discriminator: reference.discriminator / own.discriminator,
  };
  if (times.generator === 1 && times.discriminator === 1) return undefined;
  const { widened }: Architecture = architectures[config.model.architecture];
  const options = ownOptions(config.model);
  return networksOf(config, reference, widened?.(options, times) ?? options);
}

/** What a checkpoint must match to fit the config. */
export function expectedArchitecture(config: Config, model: GanModel): ExpectedArchitecture {
  const { architecture, latentSize, generatorChannels, discriminatorChannels } = config.model;
  const { conditioning } = config.model;
  const { generator, discriminator } = config;
  const [, height, width] = model.definition.imageShape;
  const fingerprint = [
    `${architecture} at ${height === width ? width : `${height} x ${width}`} pixels`,
    `z ${latentSize}`,
    `channels ${generatorChannels} and ${discriminatorChannels}`,
    `reparametrization ${discriminator.reparametrization.name}`,
    ...(generator.reparametrization.name === "none"
      ? []
      : [`of the generator ${generator.reparametrization.name}`]),
    ...(conditioning === "none" ? [] : [`classes by ${conditioning}`]),
  ].join(", ");
  return { fingerprint, tensors: stateShapes(model) };
}

function trainedBy(player: PlayerConfig, steps: number) {
  return {
    optimizer: createOptimizer(player.optimizer),
    learningRate: player.optimizer.learningRate,
    ...(player.schedule.name === "linear" && {
      schedule: linearDecay(player.schedule.from, steps),
    }),
    initializer: createMethod(initializers, player.initializer),
    ...createReparametrization(player.reparametrization),
  };
}

function createOptimizer(config: PlayerConfig["optimizer"]): Optimizer {
  return config.name === "adam" ? adam(config) : sgd(config);
}
