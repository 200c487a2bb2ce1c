/** The generator step as one program. */
import { gradient, type Value } from "../graph/index.ts";
import { movingAverage } from "../nn/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import { type GanModel, stateNames } from "./model.ts";
import { effectiveDiscriminator, generate, readParameters } from "./pass.ts";
import { updateParameters } from "./update.ts";

/**
 * Feeds `z` (float32 `[N, latent]`) and the optimizer's scalars. The discriminator's weights are
 * constant, normalized from the stored vectors without moving them (unless its method moves them in
 * every forward pass). The generator's running statistics and the moving average of its weights move.
 *
 * Result: the scalar `loss/g`.
 *
 * @param options `gradients` adds the gradients as results `gradient/<parameter>`; for tests.
 */
export function generatorStep(
  model: GanModel,
  options: { readonly gradients?: boolean } = {},
): Program {
  const { batchSize, latentSize, loss } = model.definition;
  const { ema } = model.definition.generator;
  const program = createProgram("generator step");
  const { g } = program;
  const z = program.feed("z", { dtype: "float32", shape: [batchSize, latentSize] });

  const parameters = readParameters(program, model, "generator");
  const pass = generate(program, model, parameters, z);
  const discriminator = readParameters(program, model, "discriminator");
  const { discriminate, moved } = effectiveDiscriminator(program, model, discriminator);
  const objective = loss.generator(g, discriminate(pass.output));

  const names = model.generator.parameters.map(({ name }) => name);
  const gradients = gradient(
    g,
    objective,
    names.map((name) => parameters[name] as Value),
  );
  const updated = updateParameters(program, model, "generator", parameters, gradients);
  for (const [name, value] of Object.entries(pass.updates)) {
    program.write(stateNames.of("generator", name), value);
  }
  for (const [name, value] of Object.entries(moved)) program.write(name, value);
  if (ema > 0) {
    for (const { name, shape } of model.generator.parameters) {
      const average = program.read(stateNames.ema(name), shape);
      program.write(stateNames.ema(name), movingAverage(g, average, updated[name] as Value, ema));
    }
  }
  program.result("loss/g", objective);
  if (options.gradients) {
    for (const [i, name] of names.entries()) {
      program.result(`gradient/${name}`, gradients[i] as Value);
    }
  }
  return program.build();
}
