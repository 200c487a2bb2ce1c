/**
 * Evenkeel: trains generative adversarial networks that stay stable.
 *
 * The small surface; each floor is reachable under its own name: `evenkeel/graph`, `evenkeel/runtime`,
 * `evenkeel/nn`, `evenkeel/stabilizers`, `evenkeel/gan`, `evenkeel/data`, `evenkeel/analysis`,
 * `evenkeel/formats`, `evenkeel/runs`.
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
  exportGenerator,
  type GanDefinition,
  type GanModel,
  losses,
  type Trainer,
  type TrainingEvent,
  train,
} from "./gan/index.ts";
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
