/** The generator at inference, as a program over the state. */
import type { Builder, Value } from "../graph/index.ts";
import { applyNetwork, type Condition } from "../nn/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import { effectiveParameters, type StateReader, type Values } from "./effective.ts";
import { feedLabels, feedNoise } from "./feeds.ts";
import type { GanModel } from "./model.ts";
import { stateNames } from "./state.ts";

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

/** The raw values that {@link samplingNames} names. */
export function readForSampling(reader: StateReader, model: GanModel): Values {
  const { parameters, buffers } = model.generator;
  const names = samplingNames(model);
  return Object.fromEntries(
    [...parameters, ...buffers].map(({ name, shape }) => [name, reader.read(names[name]!, shape)]),
  );
}

/**
 * Feeds `z` (float32 `[count, latent]`) and, in conditional GANs, `labels` (int32 `[count]`), results in
 * `images` (float32 `[count, C, H, W]` in [-1, 1]), with running statistics and, where the definition
 * keeps one, the moving average of the weights.
 */
export function sampler(model: GanModel, count: number): Program {
  const program = createProgram("sampler");
  const raw = readForSampling(program, model);
  const { parameters } = effectiveParameters(program, model, "generator", raw);
  const z = feedNoise(program, model, count);
  const condition = feedLabels(program, model, "labels", count);
  program.result("images", infer(program.g, model, { ...raw, ...parameters }, z, condition));
  return program.build();
}

/** Images in [-1, 1] for z, from the generator's effective parameters and running statistics. */
export function infer(
  g: Builder,
  model: GanModel,
  values: Values,
  z: Value,
  condition: Condition | undefined,
): Value {
  const { network } = model.definition.generator;
  return applyNetwork(g, network, values, z, { scope: "generator", condition }).output;
}
