/** Architectures: pairs of networks by name, and the networks themselves. */
export type {
  Architecture,
  ArchitectureSizeKey,
  ArchitectureSizes,
  NetworkOptions,
  Networks,
  NetworksOptions,
  SizeRule,
} from "./architecture.ts";
export {
  type CnnDiscriminatorOptions,
  type CnnGeneratorOptions,
  type CnnPlan,
  cnnDiscriminator,
  cnnGenerator,
} from "./cnn.ts";
export type { Conditioning, ConditioningOptions } from "./conditioning.ts";
export { IMAGE_SIDE_MULTIPLE, type ImageLevels, imageLevels } from "./image-levels.ts";
export {
  type MlpDiscriminatorOptions,
  type MlpGeneratorOptions,
  type MlpSize,
  mlpDiscriminator,
  mlpGenerator,
} from "./mlp.ts";
export { type ArchitectureName, architectures, createNetworks } from "./registry.ts";
export {
  type ResnetDiscriminatorOptions,
  type ResnetGeneratorOptions,
  resnetDiscriminator,
  resnetGenerator,
} from "./resnet.ts";
export type { ResnetBlock, ResnetVariant } from "./resnet-blocks.ts";
export {
  type ImageDiscriminatorOptions,
  type ImageGeneratorOptions,
  imageDiscriminator,
  imageGenerator,
} from "./resnet-images.ts";
export { discriminatorBlocks, resnetPlans } from "./resnet-plans.ts";
export type { SteadyOptions } from "./resnet-style.ts";
