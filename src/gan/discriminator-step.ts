/** The discriminator step as one program. */
import { dot, gradient, mean, sliceAxis, type Value } from "../graph/index.ts";
import { createProgram, type Program } from "../runtime/index.ts";
import type { PenaltyContext } from "../stabilizers/index.ts";
import type { GanModel } from "./model.ts";
import {
  advancedStates,
  effectiveDiscriminator,
  generate,
  readParameters,
  scalePixels,
} from "./pass.ts";
import { updateParameters } from "./update.ts";

/**
 * Feeds `real` (uint8 `[N, C, H, W]`), `z` (float32 `[N, latent]`), the optimizer's scalars and whatever
 * random numbers the penalties draw. Images
 * of the generator, in training mode but without its gradient and without moving its running
 * statistics; one normalized weight set for real and generated images, which pass as one batch of 2N;
 * loss and penalties; gradients to the raw weights; update; projections; the method's stored vectors,
 * once, with the new weights.
 *
 * Results, all scalars: `loss/d`, `output/real` and `output/fake` (means), `<measure>/<layer>` of the
 * method (`sigma/conv1`) and `gradNorm/<layer>` (‖·‖₂ of the raw weight's gradient).
 *
 * @param options `gradients` adds the raw gradients as results `gradient/<parameter>`; for tests.
 */
export function discriminatorStep(
  model: GanModel,
  options: { readonly gradients?: boolean } = {},
): Program {
  const { batchSize: n, latentSize, imageShape, loss } = model.definition;
  const { penalties, projections } = model.definition.discriminator;
  const program = createProgram("discriminator step");
  const { g } = program;
  const pixels = program.feed("real", { dtype: "uint8", shape: [n, ...imageShape] });
  const z = program.feed("z", { dtype: "float32", shape: [n, latentSize] });

  const real = scalePixels(g, pixels);
  const generator = readParameters(program, model, "generator");
  const fake = g.stopGradient(generate(program, model, generator, z).output);

  const raw = readParameters(program, model, "discriminator");
  const { discriminate, measures, moved } = effectiveDiscriminator(program, model, raw);
  const outputs = discriminate(g.concat([real, fake], { axis: 0 }));
  const [onReal, onFake] = [sliceAxis(g, outputs, 0, 0, n), sliceAxis(g, outputs, 0, n, 2 * n)];
  const objective = loss.discriminator(g, onReal, onFake);
  const { parameters } = model.discriminator;
  const weights = parameters.flatMap(({ name, role }) => (role === "weight" ? [raw[name]!] : []));
  const total = penalties
    .map((penalty, i) => {
      const draw: PenaltyContext["draw"] = (name, shape, distribution) =>
        program.draw(`penalty/${i}/${name}`, shape, distribution);
      return penalty({ g, discriminate, real, fake, weights, draw });
    })
    .reduce((sum, term) => g.add(sum, term), objective);

  const gradients = gradient(
    g,
    total,
    parameters.map(({ name }) => raw[name] as Value),
  );
  const updated = updateParameters(
    program,
    model,
    "discriminator",
    raw,
    gradients,
    (_, value, spec) =>
      spec.role === "weight"
        ? projections.reduce((w, project) => project(g, w, spec), value)
        : value,
  );
  const stored = { ...moved, ...advancedStates(program, model, updated) };
  for (const [name, value] of Object.entries(stored)) program.write(name, value);

  program.result("loss/d", total);
  program.result("output/real", mean(g, onReal));
  program.result("output/fake", mean(g, onFake));
  for (const [name, value] of Object.entries(measures)) program.result(name, value);
  for (const [i, { name, role }] of parameters.entries()) {
    const slope = gradients[i] as Value;
    if (options.gradients) program.result(`gradient/${name}`, slope);
    if (role !== "weight") continue;
    program.result(`gradNorm/${name.replace(/\/weight$/, "")}`, g.sqrt(dot(g, slope, slope)));
  }
  return program.build();
}
