/** The generator at inference, as a program over the state. */
import type { Builder, Value } from "../../graph/index.ts";
import { applyNetwork, type Condition, inferenceBuffers } from "../../nn/index.ts";
import { createProgram, type Program } from "../../runtime/index.ts";
import { effectiveParameters, readOwned, type StateReader, type Values } from "../effective.ts";
import { feedLabels, feedNoise, feedShares } from "../feeds.ts";
import type { GanModel } from "../model.ts";
import { stateNames } from "../state.ts";
import { samplingOwner } from "./owner.ts";

/**
 * The names in the state that sampling reads, by the generator's own names: averaged weights and their own
 * statistics where there are any.
 */
export function samplingNames(model: GanModel): Readonly<Record<string, string>> {
  const { parameters, buffers } = model.generator;
  const owner = samplingOwner(model);
  return Object.fromEntries(
    [...parameters, ...inferenceBuffers(buffers)].map(({ name }) => [
      name,
      stateNames.of(owner, name),
    ]),
  );
}

/** The raw values that {@link samplingNames} names. */
export function readForSampling(reader: StateReader, model: GanModel): Values {
  const { parameters, buffers } = model.generator;
  return readOwned(reader, samplingOwner(model), [...parameters, ...inferenceBuffers(buffers)]);
}

/**
 * Feeds `z` (float32 `[count, latent]`) and, in conditional GANs, `labels` (int32 `[count]`), results in
 * `images` (float32 `[count, C, H, W]` in [-1, 1]): with running statistics or, where the definition keeps a
 * moving average of the weights, with the averages and what they have of their own, which
 * {@link loadGenerator} computes.
 *
 * @param options.mixed whether conditional GANs are fed mixtures of classes instead of labels: `shares`
 *   (float32 `[count, classes]`), the share of each class in each image; default false.
 */
export function sampler(
  model: GanModel,
  count: number,
  { mixed = false }: { readonly mixed?: boolean } = {},
): Program {
  const program = createProgram("sampler");
  const raw = readForSampling(program, model);
  const owner = samplingOwner(model);
  const { parameters } = effectiveParameters(program, model, "generator", raw, owner);
  const z = feedNoise(program, model, count);
  const condition = mixed
    ? feedShares(program, model, count)
    : feedLabels(program, model, "labels", count);
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
