/** GANs: losses, the two steps, the training loop. */
export type { Batch, BatchSource } from "./batch.ts";
export type { AuxiliaryWeights, GanDefinition, Player, PlayerName } from "./definition.ts";
export { discriminatorStep } from "./discriminator-step.ts";
export { effectiveParameters, readParameters } from "./effective.ts";
export { generatorStep } from "./generator-step.ts";
export type { Updates } from "./iteration.ts";
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
export { linearDecay } from "./schedules.ts";
export { initialState, stateNames, stateShapes, trainingNames } from "./state.ts";
export {
  type Counters,
  createTrainer,
  type Measures,
  type Snapshot,
  type Trainer,
} from "./trainer.ts";
export { type NotTaken, type Transfer, takeFitting } from "./transfer.ts";
