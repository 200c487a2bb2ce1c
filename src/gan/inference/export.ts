/** Trained networks as models of their own, and the parameters that their forward passes really use. */
import { EvenkeelError } from "../../errors.ts";
import { createBuilder, simplify } from "../../graph/index.ts";
import { toOnnx } from "../../graph/onnx/index.ts";
import { applyNetwork, inferenceBuffers } from "../../nn/index.ts";
import { createProgram, type HostTensor, type Program } from "../../runtime/index.ts";
import { CLASS_LOGITS } from "../architectures/conditioning.ts";
import type { PlayerName } from "../definition.ts";
import {
  effectiveParameters,
  readParameters,
  type StateReader,
  type Values,
} from "../effective.ts";
import { feedLabels, feedNoise } from "../feeds.ts";
import { type GanModel, reparametrized } from "../model.ts";
import { stateNames } from "../state.ts";
import { samplingOwner } from "./owner.ts";
import { infer, readForSampling, samplingNames } from "./sampler.ts";

type Tensors = Readonly<Record<string, HostTensor>>;
type Effective = Readonly<Record<string, Float32Array>>;

/** What else an exported model says about itself. */
export interface ExportOptions {
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The generator as a self-contained ONNX model: `z` (float32 `[batch, latent]`) and, where it is
 * conditional, `labels` (int32 `[batch]`) to `images` (float32 `[batch, C, H, W]` in [-1, 1]), for any
 * batch size.
 *
 * @param state values that {@link samplingNames} names; those in `effective` may be left out. A checkpoint of
 *   a generator without a moving average has them; {@link loadGenerator} computes the others.
 * @param effective what {@link effectiveWeights} gave, by parameter name; needed where the generator is
 *   reparametrized.
 * @throws EvenkeelError `GRAPH` when a value is missing.
 */
export function exportGenerator(
  model: GanModel,
  state: Tensors,
  effective: Effective = {},
  options: ExportOptions = {},
): Uint8Array {
  const { reader, feed, inputs } = exporter(model, "generator", state, effective);
  const values = readForSampling(reader, model);
  const z = feedNoise({ feed }, model, 1);
  const condition = feedLabels({ feed }, model, "labels", 1);
  const graph = { inputs, outputs: { images: infer(reader.g, model, values, z, condition) } };
  return toOnnx(simplify(graph), { name: "generator", batchAxis: "batch", ...options });
}

/**
 * The discriminator as a self-contained ONNX model with its effective weights: `images` (float32
 * `[batch, C, H, W]` in [-1, 1]) and, where it is conditional, `labels` (int32 `[batch]`) to `output`
 * (float32 `[batch, 1]`, raw), for any batch size. One with an auxiliary classifier takes no labels and gives
 * `classes` (float32 `[batch, classes]`, logits) as well.
 *
 * @param state the discriminator's parameters and the buffers that inference reads, by their names in the state; those in
 *   `effective` may be left out.
 * @param effective what {@link effectiveWeights} gave, by parameter name.
 * @throws EvenkeelError `GRAPH` when a value is missing.
 */
export function exportDiscriminator(
  model: GanModel,
  state: Tensors,
  effective: Effective,
  options: ExportOptions = {},
): Uint8Array {
  const { reader, feed, inputs } = exporter(model, "discriminator", state, effective);
  const { parameters, buffers } = model.discriminator;
  const values: Values = Object.fromEntries(
    [...parameters, ...inferenceBuffers(buffers)].map(({ name, shape }) => [
      name,
      reader.read(stateNames.of("discriminator", name), shape),
    ]),
  );
  const shape = [1, ...model.definition.imageShape];
  const images = feed("images", { dtype: "float32", shape });
  const { auxiliary, classes } = model.definition;
  // one that tells the class is not told it
  const condition =
    auxiliary && classes !== undefined
      ? { labels: reader.g.constant(new Float32Array(classes), [1, classes]), classes }
      : feedLabels({ feed }, model, "labels", 1);
  const { network } = model.definition.discriminator;
  const { output, also } = applyNetwork(reader.g, network, values, images, {
    scope: "discriminator",
    condition,
  });
  const logits = also[CLASS_LOGITS];
  const graph = { inputs, outputs: { output, ...(logits && { classes: logits }) } };
  return toOnnx(simplify(graph), { name: "discriminator", batchAxis: "batch", ...options });
}

/**
 * Results in a network's weights, and whatever else its method changes, as the forward pass uses them, by
 * parameter name (`conv1/weight`): reparametrized with the stored vectors, the generator's from its
 * averages where it keeps any. Writes nothing.
 */
export function effectiveWeights(model: GanModel, player: PlayerName = "discriminator"): Program {
  const program = createProgram(`effective weights of the ${player}`);
  const raw =
    player === "generator"
      ? readForSampling(program, model)
      : readParameters(program, model, player);
  const owner = player === "generator" ? samplingOwner(model) : player;
  const { parameters } = effectiveParameters(program, model, player, raw, owner);
  for (const { name, role } of model[player].parameters) {
    const value = parameters[name]!;
    if (role === "weight" || value !== raw[name]) program.result(name, value);
  }
  return program.build();
}

/** A graph that holds a network's values as constants, and what is fed to it. */
function exporter(model: GanModel, player: PlayerName, state: Tensors, effective: Effective) {
  const g = createBuilder();
  const inputs: Record<string, ReturnType<typeof g.input>> = {};
  const names =
    player === "generator"
      ? samplingNames(model)
      : Object.fromEntries(
          model.discriminator.parameters.map(({ name }) => [name, stateNames.of(player, name)]),
        );
  const computed = new Map(Object.entries(names).map(([name, full]) => [full, effective[name]]));
  const needed = new Set(reparametrized(model, player).map(({ spec }) => names[spec.name]));
  const reader: StateReader = {
    g,
    read(name, shape) {
      const given = computed.get(name);
      if (given !== undefined) return g.constant(given, shape);
      const tensor = needed.has(name) ? undefined : state[name];
      if (tensor !== undefined) return g.constant(tensor.data, tensor.shape);
      const what = needed.has(name) ? `the effective ${name}` : name;
      throw new EvenkeelError("GRAPH", `export: must be given ${what}`);
    },
  };
  const feed: ReturnType<typeof createProgram>["feed"] = (name, aval) => {
    inputs[name] = g.input(name, aval);
    return inputs[name];
  };
  return { reader, feed, inputs };
}
