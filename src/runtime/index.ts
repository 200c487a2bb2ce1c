/** Runs graphs on ONNX Runtime, with state that stays on the device. */
export { type Device, describeArithmetic, type Engine } from "./engine.ts";
export { inSequence } from "./in-sequence.ts";
export { innerProductsOn } from "./inner-products.ts";
export type { FeedData } from "./loaded.ts";
export {
  createProgram,
  type Distribution,
  type Draw,
  nextName,
  type Program,
  type ProgramBuilder,
} from "./program.ts";
export { createRuntime, type Executable, type Runtime } from "./runtime.ts";
export { selfCheck } from "./self-check.ts";
export type { HostTensor, State } from "./state.ts";
