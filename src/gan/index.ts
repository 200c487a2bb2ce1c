/** GANs: losses, architectures, the two steps, the training loop. */
export {
  type CnnDiscriminatorOptions,
  type CnnGeneratorOptions,
  type CnnPlan,
  cnnDiscriminator,
  cnnGenerator,
} from "./architectures/cnn.ts";
export type { Conditioning, ConditioningOptions } from "./architectures/conditioning.ts";
export {
  type MlpDiscriminatorOptions,
  type MlpGeneratorOptions,
  type MlpSize,
  mlpDiscriminator,
  mlpGenerator,
} from "./architectures/mlp.ts";
export {
  type Architecture,
  architectures,
  createNetworks,
  type NetworkOptions,
  type Networks,
  type NetworksOptions,
} from "./architectures/networks.ts";
export {
  type ResnetDiscriminatorOptions,
  type ResnetGeneratorOptions,
  resnetDiscriminator,
  resnetGenerator,
} from "./architectures/resnet.ts";
export type { ResnetBlock, ResnetVariant } from "./architectures/resnet-blocks.ts";
export { discriminatorBlocks, resnetPlans } from "./architectures/resnet-plans.ts";
export type { SteadyOptions } from "./architectures/resnet-style.ts";
export type { GanDefinition, Player, PlayerName } from "./definition.ts";
export { discriminatorStep } from "./discriminator-step.ts";
export { effectiveParameters, readParameters } from "./effective.ts";
export {
  type ExportOptions,
  effectiveWeights,
  exportDiscriminator,
  exportGenerator,
} from "./export.ts";
export { generatorStep } from "./generator-step.ts";
export {
  type EndReason,
  type Schedule,
  type TrainingEvent,
  type TrainOptions,
  train,
} from "./loop.ts";
export type { Loss } from "./losses/loss.ts";
export { losses } from "./losses/registry.ts";
export {
  createModel,
  expectLayers,
  type GanModel,
  parameterCount,
  reparametrized,
} from "./model.ts";
export { discriminator, generate } from "./pass.ts";
export { sampler, samplingNames } from "./sampler.ts";
export { linearDecay, type Schedule as LearningRateSchedule } from "./schedules.ts";
export { initialState, slotNames, stateNames, stateShapes } from "./state.ts";
export {
  type Batch,
  type BatchSource,
  type Counters,
  createTrainer,
  type Measures,
  type Snapshot,
  type Trainer,
  type TrainerOptions,
  type Updates,
} from "./trainer.ts";
