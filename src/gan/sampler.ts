/** The generator at inference, as a program over the state. */
import type { Builder, Value } from "../graph/index.ts";
import { applyNetwork } from "../nn/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import { type GanModel, stateNames } from "./model.ts";
import type { Values } from "./pass.ts";

/** The names in the state that sampling reads, by the generator's own names: averaged weights where there are any. */
export function samplingNames(model: GanModel): Readonly<Record<string, string>> {
  const averaged = model.definition.generator.ema > 0;
  return Object.fromEntries([
    ...model.generator.parameters.map(({ name }) => [
      name,
      averaged ? stateNames.ema(name) : stateNames.of("generator", name),
    ]),
    ...model.generator.buffers.map(({ name }) => [name, stateNames.of("generator", name)]),
  ]);
}

/**
 * Feeds `z` (float32 `[count, latent]`), results in `images` (float32 `[count, C, H, W]` in [-1, 1]),
 * with running statistics and, where the definition keeps one, the moving average of the weights.
 */
export function sampler(model: GanModel, count: number): Program {
  const program = createProgram("sampler");
  const shapes = shapesOf(model);
  const values = Object.fromEntries(
    Object.entries(samplingNames(model)).map(([name, state]) => [
      name,
      program.read(state, shapes.get(name) ?? []),
    ]),
  );
  const z = program.feed("z", { dtype: "float32", shape: [count, model.definition.latentSize] });
  program.result("images", infer(program.g, model, values, z));
  return program.build();
}

/** Images in [-1, 1] for z, from the generator's parameters and running statistics. */
export function infer(g: Builder, model: GanModel, values: Values, z: Value): Value {
  const { network } = model.definition.generator;
  return applyNetwork(g, network, values, z, { scope: "generator" }).output;
}

function shapesOf(model: GanModel): ReadonlyMap<string, readonly number[]> {
  const { parameters, buffers } = model.generator;
  return new Map([...parameters, ...buffers].map(({ name, shape }) => [name, shape]));
}
