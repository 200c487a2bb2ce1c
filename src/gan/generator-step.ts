/** The generator step as one program. */
import { gradient, type Value } from "../graph/index.ts";
import { movingAverage } from "../nn/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import { augmented } from "./augmentation/index.ts";
import { classLoss } from "./auxiliary.ts";
import { advancedStates, effectiveParameters, readParameters } from "./effective.ts";
import { feedLabels, feedNoise } from "./feeds.ts";
import type { GanModel } from "./model.ts";
import { discriminator, generate } from "./pass.ts";
import { stateNames } from "./state.ts";
import { updateParameters } from "./update.ts";

/**
 * Feeds `z` (float32 `[N, latent]`), in conditional GANs `fakeLabels` (int32 `[N]`), the optimizer's scalars
 * and whatever random numbers the augmentation draws. The discriminator's weights are constant, normalized
 * from the stored vectors without moving them (unless its method moves them in every forward pass); its
 * running statistics do not move. The generator's own running statistics, its method's vectors and the moving
 * average of its weights do.
 *
 * Results, all scalars: `loss/g` and, where the generator is reparametrized, `<measure>/generator/<layer>`.
 *
 * @param options `gradients` adds the gradients as results `gradient/<parameter>`; for tests.
 */
export function generatorStep(
  model: GanModel,
  options: { readonly gradients?: boolean } = {},
): Program {
  const { batchSize, loss, imageShape, augmentation, auxiliary } = model.definition;
  const { ema, batchSize: n = batchSize } = model.definition.generator;
  const program = createProgram("generator step");
  const { g } = program;
  const z = feedNoise(program, model, n);
  const condition = feedLabels(program, model, "fakeLabels", n);

  const raw = readParameters(program, model, "generator");
  const own = effectiveParameters(program, model, "generator", raw);
  const pass = generate(program, model, own.parameters, z, condition);
  const opponent = effectiveParameters(
    program,
    model,
    "discriminator",
    readParameters(program, model, "discriminator"),
  );
  const { assess } = discriminator(program, model, opponent.parameters);
  const augment = augmented(program, augmentation, "generated", [n, ...imageShape]);
  const images = augment(pass.output);
  const judged = assess({ images, condition });
  const adversarial = loss.generator(g, judged.output);
  const objective = auxiliary
    ? g.add(adversarial, g.mul(classLoss(g, judged, { condition }), auxiliary.generator))
    : adversarial;

  const names = model.generator.parameters.map(({ name }) => name);
  const gradients = gradient(
    g,
    objective,
    names.map((name) => raw[name] as Value),
  );
  const updated = updateParameters(program, model, "generator", raw, gradients);
  const stored = {
    ...own.moved,
    ...opponent.moved,
    ...advancedStates(program, model, "generator", updated),
  };
  for (const [name, value] of Object.entries(stored)) program.write(name, value);
  for (const [name, value] of Object.entries(pass.updates)) {
    program.write(stateNames.of("generator", name), value);
  }
  if (ema > 0) {
    for (const { name, shape } of model.generator.parameters) {
      const owned = stateNames.of("ema", name);
      const average = program.read(owned, shape);
      program.write(owned, movingAverage(g, average, updated[name] as Value, ema));
    }
  }
  program.result("loss/g", objective);
  for (const [name, value] of Object.entries(own.measures)) {
    const [measure, ...layer] = name.split("/");
    program.result([measure, "generator", ...layer].join("/"), value);
  }
  if (options.gradients) {
    for (const [i, name] of names.entries()) {
      program.result(`gradient/${name}`, gradients[i] as Value);
    }
  }
  return program.build();
}
