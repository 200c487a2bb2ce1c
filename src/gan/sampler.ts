/** The generator at inference: as a program over the state, and as an ONNX model of its own. */
import { EvenkeelError } from "../errors.ts";
import { type Builder, createBuilder, simplify, toOnnx, type Value } from "../graph/index.ts";
import { applyNetwork } from "../nn/index.ts";
import { createProgram, type HostTensor, type Program } from "../runtime/index.ts";
import { type GanModel, stateNames } from "./model.ts";

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
  program.result("images", inference(program.g, model, values, z));
  return program.build();
}

/** What else an exported generator says about itself. */
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
  state: Readonly<Record<string, HostTensor>>,
  options: ExportOptions = {},
): Uint8Array {
  const g = createBuilder();
  const values = Object.fromEntries(
    Object.entries(samplingNames(model)).map(([name, full]) => {
      const tensor = state[full];
      if (tensor === undefined) throw new EvenkeelError("GRAPH", `export: must be given ${full}`);
      return [name, g.constant(tensor.data, tensor.shape)];
    }),
  );
  const z = g.input("z", { dtype: "float32", shape: [1, model.definition.latentSize] });
  const graph = { inputs: { z }, outputs: { images: inference(g, model, values, z) } };
  return toOnnx(simplify(graph), { name: "generator", batchAxis: "batch", ...options });
}

function inference(
  g: Builder,
  model: GanModel,
  values: Readonly<Record<string, Value>>,
  z: Value,
): Value {
  const { network } = model.definition.generator;
  return applyNetwork(g, network, values, z, { scope: "generator" }).output;
}

function shapesOf(model: GanModel): ReadonlyMap<string, readonly number[]> {
  const { parameters, buffers } = model.generator;
  return new Map([...parameters, ...buffers].map(({ name, shape }) => [name, shape]));
}
