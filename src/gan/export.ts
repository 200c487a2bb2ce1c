/** Trained networks as models of their own, and the weights that the discriminator really uses. */
import { EvenkeelError } from "../errors.ts";
import { type Builder, createBuilder, simplify, toOnnx } from "../graph/index.ts";
import { applyNetwork } from "../nn/index.ts";
import { createProgram, type HostTensor, type Program } from "../runtime/index.ts";
import { type GanModel, stateNames } from "./model.ts";
import { effectiveDiscriminator, readParameters, type Values } from "./pass.ts";
import { infer, samplingNames } from "./sampler.ts";

type Tensors = Readonly<Record<string, HostTensor>>;

/** What else an exported model says about itself. */
export interface ExportOptions {
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The generator as a self-contained ONNX model: `z` (float32 `[batch, latent]`) to `images` (float32
 * `[batch, C, H, W]` in [-1, 1]), for any batch size.
 *
 * @param state values that {@link samplingNames} names.
 * @throws EvenkeelError `GRAPH` when one is missing.
 */
export function exportGenerator(
  model: GanModel,
  state: Tensors,
  options: ExportOptions = {},
): Uint8Array {
  const g = createBuilder();
  const values = constants(g, state, samplingNames(model));
  const z = g.input("z", { dtype: "float32", shape: [1, model.definition.latentSize] });
  const graph = { inputs: { z }, outputs: { images: infer(g, model, values, z) } };
  return toOnnx(simplify(graph), { name: "generator", batchAxis: "batch", ...options });
}

/**
 * The discriminator as a self-contained ONNX model with its effective weights: `images` (float32
 * `[batch, C, H, W]` in [-1, 1]) to `output` (float32 `[batch, 1]`, raw), for any batch size.
 *
 * @param state the discriminator's biases, scales, shifts and buffers, by their names in the state.
 * @param effective what {@link effectiveWeights} gave, by parameter name.
 * @throws EvenkeelError `GRAPH` when one is missing.
 */
export function exportDiscriminator(
  model: GanModel,
  state: Tensors,
  effective: Readonly<Record<string, Float32Array>>,
  options: ExportOptions = {},
): Uint8Array {
  const g = createBuilder();
  const { parameters, buffers } = model.discriminator;
  const weights = parameters.filter(({ role }) => role === "weight");
  const others = [...parameters.filter(({ role }) => role !== "weight"), ...buffers];
  const names = others.map(({ name }) => [name, stateNames.of("discriminator", name)]);
  const used = Object.fromEntries(
    weights.map(({ name, shape }) => {
      const data = effective[name];
      if (data === undefined) {
        throw new EvenkeelError("GRAPH", `export: must be given the effective ${name}`);
      }
      return [name, g.constant(data, shape)];
    }),
  );
  const images = g.input("images", {
    dtype: "float32",
    shape: [1, ...model.definition.imageShape],
  });
  const values = { ...constants(g, state, Object.fromEntries(names)), ...used };
  const { network } = model.definition.discriminator;
  const { output } = applyNetwork(g, network, values, images, { scope: "discriminator" });
  const graph = { inputs: { images }, outputs: { output } };
  return toOnnx(simplify(graph), { name: "discriminator", batchAxis: "batch", ...options });
}

/**
 * Results in the weights that the discriminator uses, by parameter name (`conv1/weight`): the raw ones,
 * reparametrized with the stored vectors as a forward pass does it. Writes nothing.
 */
export function effectiveWeights(model: GanModel): Program {
  const program = createProgram("effective weights");
  const raw = readParameters(program, model, "discriminator");
  const { weights } = effectiveDiscriminator(program, model, raw);
  for (const { name, role } of model.discriminator.parameters) {
    if (role === "weight") program.result(name, weights[name]!);
  }
  return program.build();
}

function constants(g: Builder, state: Tensors, names: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(names).map(([name, full]) => {
      const tensor = state[full];
      if (tensor === undefined) throw new EvenkeelError("GRAPH", `export: must be given ${full}`);
      return [name, g.constant(tensor.data, tensor.shape)];
    }),
  );
}
