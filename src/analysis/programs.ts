/** What is computed of a discriminator on the engine, at inference: running statistics, no randomness. */
import { effectiveParameters, type GanModel, readParameters, stateNames } from "../gan/index.ts";
import { dot, gradient, sliceAxis, square, sum, type Value } from "../graph/index.ts";
import { applyNetwork, type Condition, inferenceBuffers } from "../nn/index.ts";
import { createProgram, type Program, type ProgramBuilder } from "../runtime/index.ts";
import { layerOf } from "../stabilizers/index.ts";
import { type Activation, activationStatistics, activationsOf } from "./activations.ts";
import { addFisherProduct } from "./mean-field/fisher.ts";

type Values = Readonly<Record<string, Value>>;

/** The name in the state of a discriminator's parameter as the forward pass uses it. */
export const effectiveName = (parameter: string) => `effective/${parameter}`;

/**
 * Feeds `images` (float32 `[n, C, H, W]`) and, in conditional GANs, `labels` (int32 `[n]`). Results in
 * `output` `[n]`, `slope` `[n]`, ‖∇ₓD(x)‖₂ of each image, and for activation i of `activations` the scalars
 * `<i>/mean`, `<i>/variance` and `<i>/saturated`.
 */
export function judgement(
  model: GanModel,
  n: number,
): { readonly program: Program; readonly activations: readonly Activation[] } {
  const program = createProgram("discriminator on a batch");
  const { g } = program;
  const { images, condition } = feedImages(program, model, n);
  const output = discriminate(program, model, readEffective(program, model), images, condition);
  const [slopes] = gradient(g, sum(g, output), [images]);
  program.result("output", g.reshape(output, { shape: [n] }));
  program.result("slope", g.sqrt(sum(g, square(g, slopes!), [1, 2, 3])));
  const activations = activationsOf(output, "discriminator");
  for (const [i, activation] of activations.entries()) {
    for (const [name, value] of Object.entries(activationStatistics(g, activation))) {
      program.result(`${i}/${name}`, value);
    }
  }
  return { program: program.build(), activations };
}

/**
 * Feeds one image, `images` (float32 `[1, C, H, W]`) and, in conditional GANs, `labels`. Results in
 * `<layer>`, ‖∇_{W}D(x)‖_F of each layer's weight as the forward pass uses it.
 */
export function imageGradients(model: GanModel): Program {
  const program = createProgram("gradients of one image");
  const { g } = program;
  const { images, condition } = feedImages(program, model, 1);
  const values = readEffective(program, model);
  const output = discriminate(program, model, values, images, condition);
  const specs = weightsOf(model);
  const wanted = specs.map(({ name }) => values[name]!);
  for (const [i, found] of gradient(g, sum(g, output), wanted).entries()) {
    program.result(layerOf(specs[i]!.name), norm(program, found));
  }
  return program.build();
}

/**
 * Feeds n real images and then n generated ones, `images` (float32 `[2n, C, H, W]`), and, in conditional
 * GANs, `labels` (int32 `[2n]`). The discriminator's loss, penalties left out: `loss`; `raw/<layer>` and
 * `effective/<layer>`, the norms of its gradient to each weight as it is trained and as the forward pass
 * uses it; `curvature` `[2n]`, its second derivative to each output; and the method's measures, as
 * `measure/sigma/conv1`.
 */
export function lossGradients(model: GanModel, n: number): Program {
  const program = createProgram("gradients of the loss");
  const { g } = program;
  const { images, condition } = feedImages(program, model, 2 * n);
  const raw = readParameters(program, model, "discriminator");
  const { parameters, measures } = effectiveParameters(program, model, "discriminator", raw);
  const output = discriminate(program, model, parameters, images, condition);
  const loss = lossOf(program, model, output);
  const specs = weightsOf(model);
  program.result("loss", loss);
  for (const [kind, values] of Object.entries({ raw, effective: parameters })) {
    const wanted = specs.map(({ name }) => values[name]!);
    for (const [i, found] of gradient(g, loss, wanted).entries()) {
      program.result(`${kind}/${layerOf(specs[i]!.name)}`, norm(program, found));
    }
  }
  const [slope] = gradient(g, loss, [output]);
  const [curvature] = gradient(g, sum(g, slope!), [output]);
  program.result("curvature", g.reshape(curvature!, { shape: [2 * n] }));
  for (const [name, value] of Object.entries(measures)) program.result(`measure/${name}`, value);
  return program.build();
}

/**
 * As {@link lossGradients} is fed, and `v` of the shape of a weight W. `product` is ∇²_W(loss)·v, W as the
 * forward pass uses it.
 *
 * @param parameter the weight's name.
 */
export function hessianProduct(model: GanModel, n: number, parameter: string): Program {
  const program = createProgram(`Hessian of ${parameter}`);
  const { g } = program;
  const { images, condition } = feedImages(program, model, 2 * n);
  const values = readEffective(program, model);
  const weight = values[parameter]!;
  const v = program.feed("v", { dtype: "float32", shape: weight.shape });
  const output = discriminate(program, model, values, images, condition);
  const [slope] = gradient(g, lossOf(program, model, output), [weight]);
  const [product] = gradient(g, dot(g, slope!, v), [weight]);
  program.result("product", product!);
  return program.build();
}

/**
 * Fed as {@link imageGradients} is, but n images, and `u` `[n, 1]`: `product` is JJᵀu/n, J being the
 * derivative of the n outputs to all raw parameters.
 */
export function fisherInformation(model: GanModel, n: number): Program {
  const program = createProgram("Fisher information");
  const { images, condition } = feedImages(program, model, n);
  const raw = readParameters(program, model, "discriminator");
  const { parameters } = effectiveParameters(program, model, "discriminator", raw);
  const output = discriminate(program, model, parameters, images, condition);
  addFisherProduct(program, output, Object.values(raw), n);
  return program.build();
}

/** The weights of a model's discriminator. */
export function weightsOf({ discriminator }: GanModel) {
  return discriminator.parameters.filter(({ role }) => role === "weight");
}

function feedImages(program: ProgramBuilder, { definition }: GanModel, n: number) {
  const { imageShape, classes } = definition;
  const images = program.feed("images", { dtype: "float32", shape: [n, ...imageShape] });
  if (classes === undefined) return { images, condition: undefined };
  return {
    images,
    condition: { labels: program.feed("labels", { dtype: "int32", shape: [n] }), classes },
  };
}

function readEffective(program: ProgramBuilder, { discriminator }: GanModel): Values {
  return Object.fromEntries(
    discriminator.parameters.map(({ name, shape }) => [
      name,
      program.read(effectiveName(name), shape),
    ]),
  );
}

function discriminate(
  program: ProgramBuilder,
  { definition, discriminator }: GanModel,
  parameters: Values,
  images: Value,
  condition: Condition | undefined,
): Value {
  const buffers = inferenceBuffers(discriminator.buffers).map(({ name, shape }) => [
    name,
    program.read(stateNames.of("discriminator", name), shape),
  ]);
  const values = { ...parameters, ...Object.fromEntries(buffers) };
  const { network } = definition.discriminator;
  const options = { scope: "discriminator", condition };
  return applyNetwork(program.g, network, values, images, options).output;
}

function lossOf({ g }: ProgramBuilder, { definition }: GanModel, output: Value): Value {
  const n = (output.shape[0] ?? 2) / 2;
  const part = (from: number) => sliceAxis(g, output, 0, from, from + n);
  return definition.loss.discriminator(g, part(0), part(n));
}

function norm({ g }: ProgramBuilder, x: Value): Value {
  return g.sqrt(dot(g, x, x));
}
