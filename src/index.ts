/**
 * Evenkeel: stable training of generative adversarial networks.
 *
 * This entry has the names that most programs need. Other parts have entries of their own, such as
 * `evenkeel/graph`; `docs/library.md` lists them.
 */
export { type ErrorCode, EvenkeelError } from "./errors.ts";
export {
  cnnDiscriminator,
  cnnGenerator,
  resnetDiscriminator,
  resnetGenerator,
} from "./gan/architectures/index.ts";
export {
  createModel,
  createTrainer,
  type GanDefinition,
  type GanModel,
  losses,
  type Trainer,
  type TrainingEvent,
  train,
} from "./gan/index.ts";
export { exportGenerator, loadGenerator } from "./gan/inference/index.ts";
export { adam, batchNorm, normal, sgd } from "./nn/index.ts";
export { randomStream } from "./random.ts";
export { createRuntime, type Engine, type Runtime, selfCheck } from "./runtime/index.ts";
export {
  bidirectionalScaledSpectralNorm,
  bidirectionalSpectralNorm,
  gradientPenalty,
  scaledSpectralNorm,
  spectralNorm,
} from "./stabilizers/index.ts";
